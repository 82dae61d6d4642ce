using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

/// <summary>What can be wrong with a coupon that is to be made; each belongs to one field of the form.</summary>
public enum CouponFault
{
    NameEnglishMissing = 1,
    NameChineseMissing,
    NameTooLong,
    AmountOutOfRange,
    PercentOutOfRange,
    MinimumOutOfRange,
    CeilingOutOfRange,
    TotalOutOfRange,
    LimitOutOfRange,
    ValidDaysOutOfRange,
    ClosesBeforeItOpens,
    ClosesInThePast,
}

/// <summary>A coupon as staff wants it. Of one for new customers total and limit are not read: there is one for each.
/// </summary>
public sealed record CouponDraft(
    LocalizedText Name, CouponAudience Audience, CouponTerms Terms, int Total, int LimitPerPerson,
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int ValidDays)
{
    public const int TotalMax = Coupon.TotalMax - 1, LimitPerPersonMax = Coupon.LimitPerPersonMax;
    public const int ValidDaysMax = Coupon.ValidDaysMax, NameMax = Coupon.NameMax;

    internal IReadOnlyList<CouponFault> FaultsAt(DateTimeOffset now)
    {
        var isPublic = Audience == CouponAudience.Public;
        (bool IsWrong, CouponFault Fault)[] all =
        [
            (string.IsNullOrWhiteSpace(Name.En), CouponFault.NameEnglishMissing),
            (string.IsNullOrWhiteSpace(Name.Zh), CouponFault.NameChineseMissing),
            (Name.En is { Length: > NameMax } || Name.Zh is { Length: > NameMax }, CouponFault.NameTooLong),
            (Terms.Kind == CouponKind.AmountOff && !IsAmount(Terms.AmountMinor, 1), CouponFault.AmountOutOfRange),
            (Terms.Kind == CouponKind.PercentOff && Terms.Percent is < 1 or > 100, CouponFault.PercentOutOfRange),
            (!IsAmount(Terms.MinimumMinor, 0), CouponFault.MinimumOutOfRange),
            (!IsAmount(Terms.CeilingMinor, 0), CouponFault.CeilingOutOfRange),
            (isPublic && Total is < 1 or > TotalMax, CouponFault.TotalOutOfRange),
            (isPublic && LimitPerPerson is < 1 or > LimitPerPersonMax, CouponFault.LimitOutOfRange),
            (ValidDays is < 1 or > ValidDaysMax, CouponFault.ValidDaysOutOfRange),
            (ClosesAt <= OpensAt, CouponFault.ClosesBeforeItOpens),
            (ClosesAt <= now, CouponFault.ClosesInThePast),
        ];
        return [.. all.Where(a => a.IsWrong).Select(a => a.Fault)];
    }

    internal Coupon CouponAt(DateTimeOffset now)
    {
        var isPublic = Audience == CouponAudience.Public;
        return new Coupon
        {
            Name = new LocalizedText(Name.En.Trim(), Name.Zh.Trim()),
            Audience = Audience,
            Terms = Terms,
            Total = isPublic ? Total : Coupon.Unlimited,
            LimitPerPerson = isPublic ? LimitPerPerson : 1,
            OpensAt = OpensAt,
            ClosesAt = ClosesAt,
            ValidDays = ValidDays,
            State = CouponState.Draft,
            CreatedAt = now,
        };
    }

    private static bool IsAmount(long minor, long min) => minor >= min && minor <= CouponTerms.AmountMinorMax;
}
