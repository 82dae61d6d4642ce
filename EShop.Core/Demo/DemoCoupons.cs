using EShop.Core.Coupons;
using EShop.Core.Primitives;

namespace EShop.Core.Demo;

/// <summary>One coupon of each kind: for new customers, few for many, a percentage, one that is not open yet, free
/// shipping, one for a category with a fixed end, and one for a code.</summary>
internal static class DemoCoupons
{
    /// <summary>Of the last of <see cref="All"/>; the README tells it.</summary>
    public const string Code = "HELLO10";

    public const string CategoryHandle = "food-drink";

    public static Coupon ForNewCustomers(DateTimeOffset now) => Make(
        now, new LocalizedText("Welcome: ¥20 off", "新人见面礼，立减 20 元"), new Offer(
            CouponAudience.NewCustomer, new CouponTerms(CouponKind.AmountOff, 20_00, 0, 100_00, 0),
            Coupon.Unlimited, now, 365));

    /// <param name="category">What the coupon for a category is about.</param>
    public static IReadOnlyList<Coupon> All(DateTimeOffset now, (long Id, LocalizedText Name) category) =>
    [
        Make(now, new LocalizedText("Only 50 of them: ¥50 off", "限量 50 张，满 200 减 50"), new Offer(
            CouponAudience.Public, new CouponTerms(CouponKind.AmountOff, 50_00, 0, 200_00, 0), 50, now, 30)),
        Make(now, new LocalizedText("12% off big baskets", "大单 88 折"), new Offer(
            CouponAudience.Public, new CouponTerms(CouponKind.PercentOff, 0, 12, 300_00, 100_00), 5_000, now, 60)),
        Make(now, new LocalizedText("Opens tomorrow: ¥15 off", "明日开抢，满 99 减 15"), new Offer(
            CouponAudience.Public, new CouponTerms(CouponKind.AmountOff, 15_00, 0, 99_00, 0), 500, now.AddDays(1), 7)),
        Make(now, new LocalizedText("Sent free", "小单也包邮"), new Offer(
            CouponAudience.Public, new CouponTerms(CouponKind.FreeShipping, 0, 0, 29_00, 0), 2_000, now, 60)),
        Make(now, new LocalizedText("A treat from the pantry", "吃货专享，满 59 打 85 折"), new Offer(
            CouponAudience.Public,
            new CouponTerms(
                CouponKind.PercentOff, 0, 15, 59_00, 30_00, CouponScope.Categories, CouponTerms.ScopeOf([category.Id])),
            1_000, now, 20)
        {
            ScopeText = category.Name,
            UsableUntil = now.AddDays(30),
        }),
        Make(now, new LocalizedText("With the code: ¥10 off", "口令券，立减 10 元"), new Offer(
            CouponAudience.SharedCode, new CouponTerms(CouponKind.AmountOff, 10_00, 0, 59_00, 0), 1_000, now, 90)),
    ];

    public static CouponCode CodeOf(Coupon coupon) => new()
    {
        CouponId = coupon.Id,
        Key = CodeText.KeyOf(Code)!,
        Text = Code,
        CreatedAt = coupon.CreatedAt,
    };

    private sealed record Offer(
        CouponAudience Audience, CouponTerms Terms, int Total, DateTimeOffset OpensAt, int OpenDays)
    {
        public LocalizedText ScopeText { get; init; } = LocalizedText.Empty;
        public DateTimeOffset? UsableUntil { get; init; }
    }

    private static Coupon Make(DateTimeOffset now, LocalizedText name, Offer offer) => new()
    {
        Name = name,
        Audience = offer.Audience,
        Terms = offer.Terms,
        ScopeText = offer.ScopeText,
        Total = offer.Total,
        LimitPerPerson = 1,
        OpensAt = offer.OpensAt,
        ClosesAt = offer.OpensAt.AddDays(offer.OpenDays),
        ValidDays = offer.UsableUntil is null ? 30 : 0,
        UsableUntil = offer.UsableUntil,
        State = CouponState.Published,
        CreatedAt = now,
    };
}
