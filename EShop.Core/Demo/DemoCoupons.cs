using EShop.Core.Coupons;
using EShop.Core.Primitives;

namespace EShop.Core.Demo;

/// <summary>Four coupons: for new customers, few for many, a percentage, and one that is not open yet.</summary>
internal static class DemoCoupons
{
    public static Coupon ForNewCustomers(DateTimeOffset now) => Make(
        now, new LocalizedText("Welcome: ¥20 off", "新人见面礼，立减 20 元"),
        new CouponTerms(CouponKind.AmountOff, 20_00, 0, 100_00, 0),
        (CouponAudience.NewCustomer, Coupon.Unlimited, now, 365));

    public static IReadOnlyList<Coupon> Public(DateTimeOffset now) =>
    [
        Make(now, new LocalizedText("Only 50 of them: ¥50 off", "限量 50 张，满 200 减 50"),
            new CouponTerms(CouponKind.AmountOff, 50_00, 0, 200_00, 0), (CouponAudience.Public, 50, now, 30)),
        Make(now, new LocalizedText("12% off big baskets", "大单 88 折"),
            new CouponTerms(CouponKind.PercentOff, 0, 12, 300_00, 100_00), (CouponAudience.Public, 5_000, now, 60)),
        Make(now, new LocalizedText("Opens tomorrow: ¥15 off", "明日开抢，满 99 减 15"),
            new CouponTerms(CouponKind.AmountOff, 15_00, 0, 99_00, 0),
            (CouponAudience.Public, 500, now.AddDays(1), 7)),
    ];

    private static Coupon Make(
        DateTimeOffset now, LocalizedText name, CouponTerms terms,
        (CouponAudience Audience, int Total, DateTimeOffset OpensAt, int OpenDays) offer) => new()
        {
            Name = name,
            Audience = offer.Audience,
            Terms = terms,
            Total = offer.Total,
            LimitPerPerson = 1,
            OpensAt = offer.OpensAt,
            ClosesAt = offer.OpensAt.AddDays(offer.OpenDays),
            ValidDays = 30,
            State = CouponState.Published,
            CreatedAt = now,
        };
}
