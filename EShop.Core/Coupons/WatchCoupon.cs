using EShop.Core.Accounts;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

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

/// <summary>How far a coupon has been claimed, over all nodes, for staff who watch a rush: its one counter, and no
/// claim is looked at.</summary>
public sealed class WatchCoupon(ShopStore store, StaffGate gate, TimeProvider clock)
{
    public async Task<WatchCouponResult> ExecuteAsync(WatchCouponRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new WatchCouponResult(WatchCouponStatus.NotAllowed, clock.GetUtcNow());
        var count = await store.ReadAsync(db => db.Set<Coupon>().Where(c => c.Id == request.CouponId)
            .Select(c => new { c.State, c.OpensAt, c.ClosesAt, c.Claimed, c.Total }).SingleOrDefaultAsync(ct), ct);
        var now = clock.GetUtcNow();
        return count is { State: CouponState.Published } && count.OpensAt <= now && now < count.ClosesAt
            ? new WatchCouponResult(WatchCouponStatus.Running, now, count.Claimed, count.Total)
            : new WatchCouponResult(WatchCouponStatus.NotRunning, now);
    }
}
