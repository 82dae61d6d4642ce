using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Inventory;

/// <summary>Stock tasks in LOCK; one whose time has passed tells how far the sweep is behind.</summary>
internal sealed class StockTaskBacklog(ShopStore store) : IBacklog
{
    public string Name => "stock-tasks";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var waiting = db.Set<StockTask>().Where(row => row.State == LockState.Lock);
        var due = await waiting.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt)
            .Select(row => (DateTimeOffset?)row.DueAt).FirstOrDefaultAsync(ct);
        return new BacklogCount(await waiting.LongCountAsync(ct), due);
    }, ct);
}
