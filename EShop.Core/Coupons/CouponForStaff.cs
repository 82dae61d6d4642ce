using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

/// <summary>A coupon as staff sees it.</summary>
/// <param name="Held">How many of the claims an unpaid order holds.</param>
/// <param name="Used">How many were used in a paid order.</param>
/// <param name="Version">To be sent along with a change: one that was made in between is then not lost.</param>
public sealed record StaffCoupon(
    long Id, LocalizedText Name, CouponAudience Audience, CouponTerms Terms, int Total, int Claimed, int Held,
    int Used, int LimitPerPerson, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int ValidDays, CouponState State,
    DateTimeOffset CreatedAt, int Version);

internal static class StaffCoupons
{
    public static StaffCoupon Of(Coupon coupon, (int Held, int Used) claims) => new(
        coupon.Id, coupon.Name, coupon.Audience, coupon.Terms, coupon.Total, coupon.Claimed, claims.Held, claims.Used,
        coupon.LimitPerPerson, coupon.OpensAt, coupon.ClosesAt, coupon.ValidDays, coupon.State, coupon.CreatedAt,
        coupon.Version);
}
