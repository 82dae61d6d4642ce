using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

public enum CouponKind
{
    /// <summary>A fixed amount off the goods.</summary>
    AmountOff = 1,

    /// <summary>A percentage off the goods, up to a ceiling where one is set.</summary>
    PercentOff,
}

public enum CouponState { Draft = 1, Published, Paused, Ended }

public enum CouponAudience
{
    /// <summary>Claimed by anyone in the coupon centre.</summary>
    Public = 1,

    /// <summary>Granted to each new account, once (S6); not claimed.</summary>
    NewCustomer,
}

/// <summary>A campaign: so many claims, in a window of time, so many for a person (S7).</summary>
internal sealed class Coupon
{
    public const int TotalMax = 1_000_000_000, LimitPerPersonMax = 100, ValidDaysMax = 3650, NameMax = 80;

    /// <summary>Total of a coupon for new customers: there is one for each.</summary>
    public const int Unlimited = TotalMax;

    public long Id { get; private set; }
    public required LocalizedText Name { get; set; }
    public required CouponAudience Audience { get; init; }
    public required CouponTerms Terms { get; init; }

    /// <summary>How many may be given out; may be raised, never below <see cref="Claimed"/>.</summary>
    public required int Total { get; set; }

    /// <summary>How many were given out; changed only by <see cref="CouponLedger"/>, by guarded update.</summary>
    public int Claimed { get; private set; }

    public required int LimitPerPerson { get; init; }
    public required DateTimeOffset OpensAt { get; set; }
    public required DateTimeOffset ClosesAt { get; set; }

    /// <summary>How many days a claim may be used from the moment it was claimed.</summary>
    public required int ValidDays { get; init; }

    public required CouponState State { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public int Version { get; set; }
}
