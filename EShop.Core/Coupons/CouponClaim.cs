namespace EShop.Core.Coupons;

public enum ClaimState
{
    Unused = 1,

    /// <summary>Bound to an order that awaits payment.</summary>
    Held,

    /// <summary>Bound to an order that is paid.</summary>
    Used,
}

/// <summary>One coupon in one person's hands. (coupon, account, n-th) is unique: the database decides S7.</summary>
internal sealed class CouponClaim
{
    public long Id { get; private set; }
    public required long CouponId { get; init; }
    public required long AccountId { get; init; }

    /// <summary>1 for the person's first claim of this coupon, up to the limit per person.</summary>
    public required int Nth { get; init; }

    /// <summary>The key of the request that claimed it: the same key finds the same claim.</summary>
    public required Guid RequestKey { get; init; }

    public required CouponTerms Terms { get; init; }
    public ClaimState State { get; private set; } = ClaimState.Unused;

    /// <summary>The order it is held by or was used in.</summary>
    public string? OrderNumber { get; private set; }

    public required DateTimeOffset ClaimedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The code that works once and gave this claim; unique: the database decides that it works once. Null:
    /// no such code was typed.</summary>
    public long? CodeId { get; init; }

    /// <summary>When its owner was told that it expires soon; null: not yet.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }
}
