using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

/// <summary>A coupon as staff sees it.</summary>
/// <param name="Held">How many of the claims an unpaid order holds.</param>
/// <param name="Used">How many were used in a paid order.</param>
/// <param name="ScopeText">Which goods it is about; empty: everything.</param>
/// <param name="UsableUntil">When all its claims expire; null: each after its days.</param>
/// <param name="Codes">How many codes it has.</param>
/// <param name="Code">Its one code; empty: it has none, or many.</param>
/// <param name="Version">To be sent along with a change: one that was made in between is then not lost.</param>
public sealed record StaffCoupon(
    long Id, LocalizedText Name, CouponAudience Audience, CouponTerms Terms, LocalizedText ScopeText, int Total,
    int Claimed, int Held, int Used, int LimitPerPerson, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int ValidDays,
    DateTimeOffset? UsableUntil, int Codes, string Code, CouponState State, DateTimeOffset CreatedAt, int Version);

internal static class StaffCoupons
{
    public static StaffCoupon Of(Coupon coupon, (int Held, int Used) claims, (int Count, string First) codes) => new(
        coupon.Id, coupon.Name, coupon.Audience, coupon.Terms, coupon.ScopeText, coupon.Total, coupon.Claimed,
        claims.Held, claims.Used, coupon.LimitPerPerson, coupon.OpensAt, coupon.ClosesAt, coupon.ValidDays,
        coupon.UsableUntil, codes.Count, coupon.Audience == CouponAudience.SharedCode ? codes.First : "", coupon.State,
        coupon.CreatedAt, coupon.Version);
}
