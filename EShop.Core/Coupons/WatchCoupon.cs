using EShop.Core.Accounts;

namespace EShop.Core.Coupons;

public enum WatchCouponStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>It cannot be claimed now: nothing moves.</summary>
    NotRunning,

    Running,
}

public sealed record WatchCouponRequest(long ActorId, long CouponId);

/// <param name="At">When it was so.</param>
public sealed record WatchCouponResult(WatchCouponStatus Status, DateTimeOffset At, int Claimed = 0, int Total = 0);

/// <summary>How far a coupon has been claimed, over all nodes, for staff who watch a rush; from a counter that is read
/// once a second for everybody.</summary>
public sealed class WatchCoupon(StaffGate gate, CouponCounts counts, TimeProvider clock)
{
    public async Task<WatchCouponResult> ExecuteAsync(WatchCouponRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new WatchCouponResult(WatchCouponStatus.NotAllowed, now);
        var count = (await counts.ReadAsync(now, ct)).GetValueOrDefault(request.CouponId);
        return count is { State: CouponState.Published } && count.OpensAt <= now && now < count.ClosesAt
            ? new WatchCouponResult(WatchCouponStatus.Running, now, count.Claimed, count.Total)
            : new WatchCouponResult(WatchCouponStatus.NotRunning, now);
    }
}
