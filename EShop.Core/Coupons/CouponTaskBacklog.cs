using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>Coupon tasks in LOCK, as <c>StockTaskBacklog</c>.</summary>
internal sealed class CouponTaskBacklog(ShopStore store) : IBacklog
{
    public string Name => "coupon-tasks";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var waiting = db.Set<CouponTask>().Where(row => row.State == LockState.Lock);
        var due = await waiting.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt)
            .Select(row => (DateTimeOffset?)row.DueAt).FirstOrDefaultAsync(ct);
        return new BacklogCount(await waiting.LongCountAsync(ct), due);
    }, ct);
}
