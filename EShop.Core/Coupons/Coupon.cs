using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

public enum CouponState { Draft = 1, Published, Paused, Ended }

public enum CouponAudience
{
    /// <summary>Claimed by anyone in the coupon centre.</summary>
    Public = 1,

    /// <summary>Granted to each new account, once (S6); not claimed.</summary>
    NewCustomer,

    /// <summary>Claimed by who types its one code.</summary>
    SharedCode,

    /// <summary>Claimed by who types one of its codes, each of which works once.</summary>
    UniqueCodes,

    /// <summary>Given by staff, one by one.</summary>
    Granted,
}

/// <summary>A campaign: so many claims, in a window of time, so many for a person (S7).</summary>
internal sealed class Coupon
{
    public const int TotalMax = 1_000_000_000, LimitPerPersonMax = 100, ValidDaysMax = 3650, NameMax = 80;
    public const int ScopeTextMax = 200;

    /// <summary>Total of a coupon for new customers: there is one for each.</summary>
    public const int Unlimited = TotalMax;

    public long Id { get; private set; }
    public required LocalizedText Name { get; set; }
    public required CouponAudience Audience { get; init; }
    public required CouponTerms Terms { get; init; }

    /// <summary>Which goods it is about, in words, as they were called when it was made; empty for
    /// everything.</summary>
    public LocalizedText ScopeText { get; init; } = LocalizedText.Empty;

    /// <summary>How many may be given out; may be raised, never below <see cref="Claimed"/>.</summary>
    public required int Total { get; set; }

    /// <summary>How many were given out; changed only by <see cref="CouponLedger"/>, by guarded update.</summary>
    public int Claimed { get; private set; }

    public required int LimitPerPerson { get; set; }
    public required DateTimeOffset OpensAt { get; set; }
    public required DateTimeOffset ClosesAt { get; set; }

    /// <summary>How many days a claim may be used from the moment it was claimed; 0: until
    /// <see cref="UsableUntil"/>.</summary>
    public required int ValidDays { get; init; }

    /// <summary>The one moment at which all its claims expire; null: each after its days.</summary>
    public DateTimeOffset? UsableUntil { get; init; }

    public required CouponState State { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public int Version { get; set; }

    /// <summary>Whether it can be had in this way.</summary>
    public bool OpensTo(ClaimCouponRequest request) => (Audience, request.Door) switch
    {
        (CouponAudience.NewCustomer, _) => false,
        (_, ClaimDoor.Grant) => true,
        (CouponAudience.Public, ClaimDoor.Centre) => true,
        (CouponAudience.SharedCode, ClaimDoor.Code) => true,
        (CouponAudience.UniqueCodes, ClaimDoor.Code) => request.CodeId is not null,
        _ => false,
    };

    /// <summary>Changes what may be changed of one that is made; the caller has looked for faults.</summary>
    public void Edit(CouponEdit edit)
    {
        Name = new LocalizedText(edit.Name.En.Trim(), edit.Name.Zh.Trim());
        if (Audience != CouponAudience.NewCustomer) LimitPerPerson = edit.LimitPerPerson;
        (OpensAt, ClosesAt) = (edit.OpensAt, edit.ClosesAt);
        Version++;
    }

    /// <summary>Why it is given to nobody at the moment; null: it is out.</summary>
    public ClaimCouponStatus? WhyClosed(DateTimeOffset now) => State switch
    {
        CouponState.Draft => ClaimCouponStatus.NotFound,
        CouponState.Paused => ClaimCouponStatus.Paused,
        CouponState.Ended => ClaimCouponStatus.Over,
        CouponState.Published when now < OpensAt => ClaimCouponStatus.NotOpenYet,
        CouponState.Published when now >= ClosesAt => ClaimCouponStatus.Over,
        CouponState.Published => null,
        _ => throw new InvalidOperationException($"Unknown state: {State}."),
    };

    /// <summary>Until when a claim of <paramref name="now"/> may be used.</summary>
    public DateTimeOffset ExpiryAt(DateTimeOffset now) => UsableUntil ?? now.AddDays(ValidDays);
}
