using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Web.Widgets;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Admin;

/// <summary>The form of a new coupon: everything is text until it is read.</summary>
public sealed class CouponForm
{
    public const string ForDays = "Days", UntilMoment = "Until";

    public string NameEn { get; set; } = "";
    public string NameZh { get; set; } = "";
    public string Audience { get; set; } = nameof(CouponAudience.Public);
    public string Kind { get; set; } = nameof(CouponKind.AmountOff);
    public string Amount { get; set; } = "";
    public string Percent { get; set; } = "";
    public string Minimum { get; set; } = "0";
    public string Ceiling { get; set; } = "0";
    public string Scope { get; set; } = nameof(CouponScope.Everything);
    public string Total { get; set; } = "100";
    public string Limit { get; set; } = "1";
    public string Code { get; set; } = "";
    public string OpensAt { get; set; } = "";
    public string ClosesAt { get; set; } = "";
    public string Validity { get; set; } = ForDays;
    public string ValidDays { get; set; } = "30";
    public string UsableUntil { get; set; } = "";

    /// <summary>The chosen categories, or products, with their names.</summary>
    public Dictionary<long, LocalizedText> Categories { get; } = [];

    public Dictionary<long, LocalizedText> Products { get; } = [];

    public bool IsCounted => Audience != nameof(CouponAudience.NewCustomer);
    public bool IsTyped => Audience == nameof(CouponAudience.SharedCode);
    public bool IsAmount => Kind == nameof(CouponKind.AmountOff);
    public bool IsPercent => Kind == nameof(CouponKind.PercentOff);

    /// <summary>New customers come at any time: each has days of their own.</summary>
    public bool HasDays => Validity == ForDays || !IsCounted;

    /// <summary>The terms as far as they can be read, for the ticket beside the form.</summary>
    public CouponTerms TermsSoFar
    {
        get
        {
            _ = AdminInput.TryMoney(Amount, out var amount);
            _ = AdminInput.TryMoney(Minimum, out var minimum);
            _ = AdminInput.TryMoney(Ceiling, out var ceiling);
            _ = AdminInput.TryWhole(Percent, out var percent);
            var (scope, ids) = (Enum.Parse<CouponScope>(Scope), CouponTerms.ScopeOf(Chosen.Keys));
            return Enum.Parse<CouponKind>(Kind) switch
            {
                CouponKind.AmountOff => new(CouponKind.AmountOff, amount.Minor, 0, minimum.Minor, 0, scope, ids),
                CouponKind.PercentOff => new(
                    CouponKind.PercentOff, 0, Math.Clamp(percent, 0, 100), minimum.Minor, ceiling.Minor, scope, ids),
                CouponKind.FreeShipping => new(CouponKind.FreeShipping, 0, 0, minimum.Minor, 0, scope, ids),
                _ => throw new InvalidOperationException($"Unknown kind of coupon: {Kind}."),
            };
        }
    }

    /// <summary>Which goods it is about, for the ticket beside the form.</summary>
    public LocalizedText ScopeSoFar => new(
        string.Join(", ", Chosen.Values.Select(n => n.En)), string.Join("、", Chosen.Values.Select(n => n.Zh)));

    private Dictionary<long, LocalizedText> Chosen => Scope switch
    {
        nameof(CouponScope.Categories) => Categories,
        nameof(CouponScope.Products) => Products,
        _ => [],
    };

    /// <summary>The draft; null: the errors say which fields cannot be read.</summary>
    public CouponDraft? Read(TimeFormat times, FormErrors errors, IStringLocalizer<AdminWords> Words)
    {
        if (string.IsNullOrWhiteSpace(NameEn)) errors.Add("name-en", Words["FaultNameEnglishMissing"]);
        if (string.IsNullOrWhiteSpace(NameZh)) errors.Add("name-zh", Words["FaultNameChineseMissing"]);
        if (IsAmount && !AdminInput.TryMoney(Amount, out _)) errors.Add("amount", Words["NotAnAmount"]);
        var percent = Whole(IsPercent, Percent, "percent");
        if (!AdminInput.TryMoney(Minimum, out _)) errors.Add("minimum", Words["NotAnAmount"]);
        if (IsPercent && !AdminInput.TryMoney(Ceiling, out _)) errors.Add("ceiling", Words["NotAnAmount"]);
        var (total, limit) = (Whole(IsCounted, Total, "total"), Whole(IsCounted, Limit, "limit"));
        var (opens, closes) = (Moment(true, OpensAt, "opens"), Moment(true, ClosesAt, "closes"));
        var days = Whole(HasDays, ValidDays, "days");
        var until = Moment(!HasDays, UsableUntil, "until");
        if (errors.Any) return null;
        var terms = IsPercent ? TermsSoFar with { Percent = percent } : TermsSoFar;
        return new CouponDraft(
            new LocalizedText(NameEn, NameZh), Enum.Parse<CouponAudience>(Audience), terms, total, limit,
            times.FromLocal(opens), times.FromLocal(closes), days)
        {
            UsableUntil = HasDays ? null : times.FromLocal(until),
            Code = Code,
        };

        int Whole(bool isRead, string text, string field)
        {
            if (!isRead) return 0;
            if (!AdminInput.TryWhole(text, out var number)) errors.Add(field, Words["NotANumber"]);
            return number;
        }

        DateTime Moment(bool isRead, string text, string field)
        {
            if (!isRead) return default;
            if (!AdminInput.TryTime(text, out var local)) errors.Add(field, Words["NotATime"]);
            return local;
        }
    }

    /// <summary>What is to be changed of a coupon; null: the errors say which fields cannot be read. Fields know no
    /// seconds: a moment that was left alone stays what it was.</summary>
    public CouponEdit? ReadEdit(
        StaffCoupon coupon, TimeFormat times, FormErrors errors, IStringLocalizer<AdminWords> Words)
    {
        var limit = coupon.LimitPerPerson;
        if (coupon.Audience != CouponAudience.NewCustomer && !AdminInput.TryWhole(Limit, out limit))
            errors.Add("limit", Words["NotANumber"]);
        var (opens, closes) = (Moment(OpensAt, coupon.OpensAt, "opens"), Moment(ClosesAt, coupon.ClosesAt, "closes"));
        return errors.Any ? null : new CouponEdit(new LocalizedText(NameEn, NameZh), limit, opens, closes);

        DateTimeOffset Moment(string text, DateTimeOffset before, string field)
        {
            if (!AdminInput.TryTime(text, out var local)) errors.Add(field, Words["NotATime"]);
            return text == AdminInput.Text(times.Local(before)) ? before : times.FromLocal(local);
        }
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
        CouponFault.UsableUntilTooEarly => "until",
        CouponFault.ScopeMissing or CouponFault.ScopeTooLong or CouponFault.ScopeUnknown => "scope",
        CouponFault.CodeMalformed or CouponFault.CodeTaken => "code",
        _ => throw new InvalidOperationException($"Unknown fault: {fault}."),
    };
}
