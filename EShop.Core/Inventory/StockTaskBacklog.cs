using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Core.Telemetry;

namespace EShop.Core.Inventory;

/// <summary>Stock tasks in LOCK; one whose time has passed tells how far the sweep is behind.</summary>
internal sealed class StockTaskBacklog(ShopStore store) : IBacklog
{
    public string Name => "stock-tasks";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(
        db => BacklogCount.OfAsync(
            db.Set<StockTask>().Where(row => row.State == LockState.Lock).Select(row => row.DueAt), now, ct), ct);
}
