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

    /// <summary>It is for some goods, and none are named.</summary>
    ScopeMissing,

    /// <summary>More than <see cref="CouponTerms.ScopeCountMax"/> categories or products.</summary>
    ScopeTooLong,

    /// <summary>It names a category or product that there is not.</summary>
    ScopeUnknown,

    /// <summary>What was claimed last would expire before it could be claimed.</summary>
    UsableUntilTooEarly,

    /// <summary>Not 4 to 20 letters and digits.</summary>
    CodeMalformed,

    /// <summary>Another coupon has this code, or one that looks like it.</summary>
    CodeTaken,
}

/// <summary>A coupon as staff wants it. Of one for new customers total and limit are not read: there is one for each.
/// </summary>
/// <param name="ValidDays">How many days a claim may be used; 0 where <see cref="UsableUntil"/> is set.</param>
public sealed record CouponDraft(
    LocalizedText Name, CouponAudience Audience, CouponTerms Terms, int Total, int LimitPerPerson,
    DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int ValidDays)
{
    public const int TotalMax = Coupon.TotalMax - 1, LimitPerPersonMax = Coupon.LimitPerPersonMax;
    public const int ValidDaysMax = Coupon.ValidDaysMax, NameMax = Coupon.NameMax, CodeMax = CouponCode.TextMax;

    /// <summary>The one moment at which all its claims expire; null: each after its days.</summary>
    public DateTimeOffset? UsableUntil { get; init; }

    /// <summary>What is typed, for <see cref="CouponAudience.SharedCode"/>; else not read.</summary>
    public string Code { get; init; } = "";

    private bool IsCounted => Audience != CouponAudience.NewCustomer;

    /// <summary>Of one for new customers each has its days, whenever they come.</summary>
    private bool HasDays => UsableUntil is null || Audience == CouponAudience.NewCustomer;

    internal IReadOnlyList<CouponFault> FaultsAt(DateTimeOffset now)
    {
        (bool IsWrong, CouponFault Fault)[] all =
        [
            (string.IsNullOrWhiteSpace(Name.En), CouponFault.NameEnglishMissing),
            (string.IsNullOrWhiteSpace(Name.Zh), CouponFault.NameChineseMissing),
            (Name.En is { Length: > NameMax } || Name.Zh is { Length: > NameMax }, CouponFault.NameTooLong),
            (Terms.Kind == CouponKind.AmountOff && !IsAmount(Terms.AmountMinor, 1), CouponFault.AmountOutOfRange),
            (Terms.Kind == CouponKind.PercentOff && Terms.Percent is < 1 or > 100, CouponFault.PercentOutOfRange),
            (!IsAmount(Terms.MinimumMinor, 0), CouponFault.MinimumOutOfRange),
            (!IsAmount(Terms.CeilingMinor, 0), CouponFault.CeilingOutOfRange),
            (IsCounted && Total is < 1 or > TotalMax, CouponFault.TotalOutOfRange),
            (IsCounted && LimitPerPerson is < 1 or > LimitPerPersonMax, CouponFault.LimitOutOfRange),
            (HasDays && ValidDays is < 1 or > ValidDaysMax, CouponFault.ValidDaysOutOfRange),
            (ClosesAt <= OpensAt, CouponFault.ClosesBeforeItOpens),
            (ClosesAt <= now, CouponFault.ClosesInThePast),
            (!HasDays && UsableUntil < ClosesAt, CouponFault.UsableUntilTooEarly),
            (Terms.Scope != CouponScope.Everything && Terms.ScopeIds.Length == 0, CouponFault.ScopeMissing),
            (Terms.ReadScope().Length > CouponTerms.ScopeCountMax || Terms.ScopeIds.Length > CouponTerms.ScopeIdsMax,
                CouponFault.ScopeTooLong),
            (Audience == CouponAudience.SharedCode
                && (CodeText.KeyOf(Code) is null || Code.Trim().Length > CodeMax), CouponFault.CodeMalformed),
        ];
        return [.. all.Where(a => a.IsWrong).Select(a => a.Fault)];
    }

    internal Coupon CouponAt(DateTimeOffset now, LocalizedText scopeText) => new()
    {
        Name = new LocalizedText(Name.En.Trim(), Name.Zh.Trim()),
        Audience = Audience,
        Terms = Terms,
        ScopeText = scopeText,
        Total = IsCounted ? Total : Coupon.Unlimited,
        LimitPerPerson = IsCounted ? LimitPerPerson : 1,
        OpensAt = OpensAt,
        ClosesAt = ClosesAt,
        ValidDays = HasDays ? ValidDays : 0,
        UsableUntil = HasDays ? null : UsableUntil,
        State = CouponState.Draft,
        CreatedAt = now,
    };

    private static bool IsAmount(long minor, long min) => minor >= min && minor <= CouponTerms.AmountMinorMax;
}
