using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Admin;

/// <summary>The form of a new coupon: everything is text until it is read.</summary>
internal sealed class CouponForm
{
    public string NameEn { get; set; } = "";
    public string NameZh { get; set; } = "";
    public string Audience { get; set; } = nameof(CouponAudience.Public);
    public string Kind { get; set; } = nameof(CouponKind.AmountOff);
    public string Amount { get; set; } = "";
    public string Percent { get; set; } = "";
    public string Minimum { get; set; } = "0";
    public string Ceiling { get; set; } = "0";
    public string Total { get; set; } = "100";
    public string Limit { get; set; } = "1";
    public string OpensAt { get; set; } = "";
    public string ClosesAt { get; set; } = "";
    public string ValidDays { get; set; } = "30";

    public bool IsPublic => Audience == nameof(CouponAudience.Public);
    public bool IsPercent => Kind == nameof(CouponKind.PercentOff);

    /// <summary>The terms as far as they can be read, for the ticket beside the form.</summary>
    public CouponTerms TermsSoFar
    {
        get
        {
            _ = AdminInput.TryMoney(Amount, out var amount);
            _ = AdminInput.TryMoney(Minimum, out var minimum);
            _ = AdminInput.TryMoney(Ceiling, out var ceiling);
            _ = AdminInput.TryWhole(Percent, out var percent);
            return IsPercent
                ? new CouponTerms(CouponKind.PercentOff, 0, Math.Clamp(percent, 0, 100), minimum.Minor, ceiling.Minor)
                : new CouponTerms(CouponKind.AmountOff, amount.Minor, 0, minimum.Minor, 0);
        }
    }

    /// <summary>The draft; null: the errors say which fields cannot be read.</summary>
    public CouponDraft? Read(TimeFormat times, FormErrors errors, IStringLocalizer<AdminWords> Words)
    {
        if (string.IsNullOrWhiteSpace(NameEn)) errors.Add("name-en", Words["FaultNameEnglishMissing"]);
        if (string.IsNullOrWhiteSpace(NameZh)) errors.Add("name-zh", Words["FaultNameChineseMissing"]);
        if (!IsPercent && !AdminInput.TryMoney(Amount, out _)) errors.Add("amount", Words["NotAnAmount"]);
        if (IsPercent && !AdminInput.TryWhole(Percent, out _)) errors.Add("percent", Words["NotANumber"]);
        if (!AdminInput.TryMoney(Minimum, out _)) errors.Add("minimum", Words["NotAnAmount"]);
        if (IsPercent && !AdminInput.TryMoney(Ceiling, out _)) errors.Add("ceiling", Words["NotAnAmount"]);
        if (!AdminInput.TryWhole(Total, out var total) && IsPublic) errors.Add("total", Words["NotANumber"]);
        if (!AdminInput.TryWhole(Limit, out var limit) && IsPublic) errors.Add("limit", Words["NotANumber"]);
        if (!AdminInput.TryTime(OpensAt, out var opens)) errors.Add("opens", Words["NotATime"]);
        if (!AdminInput.TryTime(ClosesAt, out var closes)) errors.Add("closes", Words["NotATime"]);
        if (!AdminInput.TryWhole(ValidDays, out var days)) errors.Add("days", Words["NotANumber"]);
        if (errors.Any) return null;
        _ = AdminInput.TryWhole(Percent, out var percent);
        var terms = IsPercent ? TermsSoFar with { Percent = percent } : TermsSoFar;
        return new CouponDraft(
            new LocalizedText(NameEn, NameZh), IsPublic ? CouponAudience.Public : CouponAudience.NewCustomer, terms,
            total, limit, times.FromLocal(opens), times.FromLocal(closes), days);
    }

    /// <summary>Which field a fault belongs to.</summary>
    public static string FieldOf(CouponFault fault) => fault switch
    {
        CouponFault.NameEnglishMissing or CouponFault.NameTooLong => "name-en",
        CouponFault.NameChineseMissing => "name-zh",
        CouponFault.AmountOutOfRange => "amount",
        CouponFault.PercentOutOfRange => "percent",
        CouponFault.MinimumOutOfRange => "minimum",
        CouponFault.CeilingOutOfRange => "ceiling",
        CouponFault.TotalOutOfRange => "total",
        CouponFault.LimitOutOfRange => "limit",
        CouponFault.ValidDaysOutOfRange => "days",
        CouponFault.ClosesBeforeItOpens or CouponFault.ClosesInThePast => "closes",
        _ => throw new InvalidOperationException($"Unknown fault: {fault}."),
    };
}
