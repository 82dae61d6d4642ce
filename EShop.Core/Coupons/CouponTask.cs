using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

/// <summary>The promise to settle a claim that an order holds; the coupon's counterpart of a stock task
/// (S14).</summary>
internal sealed class CouponTask
{
    public long Id { get; private set; }
    public required string OrderNumber { get; init; }
    public required long ClaimId { get; init; }
    public LockState State { get; private set; } = LockState.Lock;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? SettledAt { get; private set; }
    public int Tries { get; private set; }
    public string Reason { get; private set; } = "";
}

/// <summary>A time in which a coupon for new customers was in force: whoever signs up in it gets exactly one. At most
/// one term is open at a time.</summary>
internal sealed class NewCustomerTerm
{
    public long Id { get; private set; }
    public required long CouponId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>True while the term is open, null after: a unique index over it lets one term be open at a
    /// time.</summary>
    public bool? IsOpen { get; set; } = true;
}
