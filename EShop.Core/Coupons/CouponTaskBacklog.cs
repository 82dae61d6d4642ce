using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Core.Telemetry;

namespace EShop.Core.Coupons;

/// <summary>Coupon tasks in LOCK, as <c>StockTaskBacklog</c>.</summary>
internal sealed class CouponTaskBacklog(ShopStore store) : IBacklog
{
    public string Name => "coupon-tasks";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(
        db => BacklogCount.OfAsync(
            db.Set<CouponTask>().Where(row => row.State == LockState.Lock).Select(row => row.DueAt), now, ct), ct);
}
