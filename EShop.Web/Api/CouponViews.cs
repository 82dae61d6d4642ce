using System.ComponentModel;
using System.Globalization;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Web.Coupons;

namespace EShop.Web.Api;

[Description("What a coupon gives, in words and in numbers. Amounts are in minor units of the shop's currency.")]
public sealed record CouponGift(
    [property: Description("What it gives, in words.")] string Value,
    [property: Description("When it can be used, in words.")] string Condition,
    [property: Description("The kind of coupon.")] CouponKind Kind,
    [property: Description("The amount off; 0 where the coupon gives something else.")] long AmountMinor,
    [property: Description("The percentage off; 0 where the coupon gives something else.")] int Percent,
    [property: Description("The goods must cost at least this much; 0: no minimum.")] long MinimumMinor,
    [property: Description("A percentage gives at most this much; 0: no ceiling.")] long CeilingMinor,
    [property: Description("Which goods it is about.")] CouponScope Scope,
    [property: Description("The categories or products that it is about, by their numbers; empty: everything.")]
    IReadOnlyList<long> ScopeIds,
    [property: Description("Which goods it is about, in words; empty: everything.")] string ScopeText)
{
    public static CouponGift Example { get; } = new(
        "CN¥20", "from CN¥99", CouponKind.AmountOff, AmountMinor: 2_000, Percent: 0, MinimumMinor: 9_900, 0,
        CouponScope.Categories, [3], "Food");
}

[Description("A coupon that can be claimed now or later.")]
public sealed record CouponView(
    [property: Description("Its number, for claiming it.")] long Id,
    [property: Description("Its name, in the language that was asked for.")] string Name,
    CouponGift Gives,
    [property: Description("How it stands for you.")] CouponOffer Offer,
    [property: Description("How many there are in all.")] int Total,
    [property: Description("How many are left.")] int Left,
    [property: Description("How many one person may hold.")] int LimitPerPerson,
    [property: Description("How many days a claim can be used.")] int ValidDays,
    [property: Description("From when on it can be claimed.")] DateTimeOffset OpensAt,
    [property: Description("Until when it can be claimed.")] DateTimeOffset ClosesAt,
    [property: Description("How many of it you hold or have used.")] int Mine,
    [property: Description("Until when you may use the one that expires first; null: you hold none unused.")]
    DateTimeOffset? MineUntil)
{
    public static CouponView Example { get; } = new(
        7, "Summer", CouponGift.Example, CouponOffer.Open, Total: 1_000, Left: 412, LimitPerPerson: 1, ValidDays: 14,
        Moments.Opens, Moments.Closes, Mine: 0, MineUntil: null);
}

public sealed record CouponList(IReadOnlyList<CouponView> Coupons)
{
    public static CouponList Example { get; } = new([CouponView.Example]);
}

[Description("A step in the life of a claim.")]
public sealed record ClaimStepView(
    ClaimStepKind Kind, DateTimeOffset At,
    [property: Description("The order that the step is about; null for claimed and expired.")] string? Order);

[Description("A coupon in your hands.")]
public sealed record MyCoupon(
    [property: Description("The number of the claim, for using it at checkout.")] long ClaimId,
    string Name, CouponGift Gives,
    [property: Description("Unused, held by an order that awaits payment, or used.")] ClaimState State,
    [property: Description("It is unused, and may not be used any more.")] bool IsExpired,
    DateTimeOffset ExpiresAt,
    [property: Description("The order that holds it or used it.")] string? Order,
    IReadOnlyList<ClaimStepView> Steps)
{
    public static MyCoupon Example { get; } = new(
        4711, "Summer", CouponGift.Example, ClaimState.Unused, IsExpired: false, Moments.Closes, Order: null,
        [new ClaimStepView(ClaimStepKind.Claimed, Moments.Opens, Order: null)]);
}

public sealed record MyCoupons(
    IReadOnlyList<MyCoupon> Coupons,
    [property: Description("The page that this is, from 1.")] int Page,
    [property: Description("How many pages there are.")] int Pages,
    [property: Description("How many coupons there are on all pages.")] int Count)
{
    public static MyCoupons Example { get; } = new([MyCoupon.Example], Page: 1, Pages: 1, Count: 1);
}

[Description("A coupon that is yours now.")]
public sealed record ClaimedCoupon(long ClaimId, long CouponId)
{
    public static ClaimedCoupon Example { get; } = new(4711, 7);
}

/// <summary>Puts coupons into the shape in which the API shows them.</summary>
internal sealed class CouponViews(CouponText text)
{
    public CouponView Of(CouponOfferRow row) => new(
        row.CouponId, row.Name.For(CultureInfo.CurrentUICulture), GiftOf(row.Terms, row.ScopeText), row.Offer,
        row.Total, row.Left, row.LimitPerPerson, row.ValidDays, row.OpensAt, row.ClosesAt, row.Mine, row.MineUntil);

    public MyCoupon Of(MyClaimRow row) => new(
        row.ClaimId, row.Name.For(CultureInfo.CurrentUICulture), GiftOf(row.Terms, row.ScopeText), row.State,
        row.IsExpired, row.ExpiresAt, row.Order?.Text,
        [.. row.Steps.Select(step => new ClaimStepView(step.Kind, step.At, step.Order?.Text))]);

    public CouponGift GiftOf(CouponTerms terms, LocalizedText scope) => new(
        text.Value(terms), text.Condition(terms), terms.Kind, terms.AmountMinor, terms.Percent, terms.MinimumMinor,
        terms.CeilingMinor, terms.Scope, terms.ReadScope(), scope.For(CultureInfo.CurrentUICulture));
}
