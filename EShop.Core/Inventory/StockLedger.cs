using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Inventory;

/// <summary>A change of stock that is not an order's: goods received, written off or found miscounted.</summary>
/// <param name="Quantity">Added to available; below zero for goods that left.</param>
/// <param name="StaffId">Whose change it was; null: the shop itself (import, demo).</param>
internal sealed record StockChange(long SkuId, long Quantity, StockReason Reason, long? StaffId, string Note);

/// <summary>What one order wants of one SKU.</summary>
internal sealed record StockDemand(OrderNumber Order, int Quantity, DateTimeOffset DueAt);

/// <summary>The only writer of stock levels, movements and tasks (S10, S11). Every number is changed by a guarded
/// update whose row count is read; the caller's transaction is around it.</summary>
internal static class StockLedger
{
    public const long QuantityMax = 1_000_000;

    /// <summary>Changes the free stock by a difference, with a movement. False: there is less than was to be taken
    /// away, and nothing was changed.</summary>
    public static async Task<bool> ChangeAsync(
        ShopDbContext db, DateTimeOffset now, StockChange change, CancellationToken ct)
    {
        if (change.Quantity == 0) return true;
        await EnsureLevelAsync(db, change.SkuId, ct);
        var (added, removed) = (Math.Max(change.Quantity, 0), Math.Max(-change.Quantity, 0));
        var level = db.Set<StockLevel>().Where(l => l.SkuId == change.SkuId && l.Available >= removed);
        var rows = await level.ExecuteUpdateAsync(set => set
            .SetProperty(l => l.Available, l => l.Available + change.Quantity)
            .SetProperty(l => l.Received, l => l.Received + added)
            .SetProperty(l => l.WrittenOff, l => l.WrittenOff + removed), ct);
        if (rows == 0) return false;
        db.Set<StockMovement>().Add(new StockMovement
        {
            SkuId = change.SkuId,
            Quantity = change.Quantity,
            Reason = change.Reason,
            StaffId = change.StaffId,
            Note = change.Note,
            At = now,
        });
        return true;
    }

    /// <summary>Takes for several orders at once: available goes down and locked up by the sum, with a task and a
    /// movement each. False: somebody else was faster, nothing was changed; decide again from fresh rows.</summary>
    public static async Task<bool> TakeAsync(
        ShopDbContext db, DateTimeOffset now, (long SkuId, IReadOnlyList<StockDemand> Demands) taking,
        CancellationToken ct)
    {
        var sum = taking.Demands.Sum(d => (long)d.Quantity);
        var rows = await db.Set<StockLevel>().Where(l => l.SkuId == taking.SkuId && l.Available >= sum)
            .ExecuteUpdateAsync(set => set
                .SetProperty(l => l.Available, l => l.Available - sum)
                .SetProperty(l => l.Locked, l => l.Locked + sum), ct);
        if (rows == 0) return false;
        var tasks = taking.Demands.Select(d => new StockTask
        {
            OrderNumber = d.Order.Text,
            SkuId = taking.SkuId,
            Quantity = d.Quantity,
            CreatedAt = now,
            DueAt = d.DueAt,
        }).ToList();
        db.Set<StockTask>().AddRange(tasks);
        await db.SaveChangesAsync(ct);
        db.Set<StockMovement>().AddRange(tasks.Select(t => MovementOf(t, -t.Quantity, StockReason.Taken, now)));
        return true;
    }

    /// <summary>Settles all open tasks of an order, in SKU order. How many were settled; 0: they were already, so twice
    /// is once.</summary>
    public static async Task<int> SettleAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Order, LockState To, string Reason) settling,
        CancellationToken ct)
    {
        var (order, to, reason) = settling;
        var open = await db.Set<StockTask>().AsNoTracking()
            .Where(t => t.OrderNumber == order.Text && t.State == LockState.Lock)
            .OrderBy(t => t.SkuId).ToListAsync(ct);
        var settled = 0;
        foreach (var task in open)
        {
            var rows = await db.Set<StockTask>().Where(t => t.Id == task.Id && t.State == LockState.Lock)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(t => t.State, to)
                    .SetProperty(t => t.Reason, reason)
                    .SetProperty(t => t.SettledAt, now), ct);
            if (rows == 0) continue;
            await MoveLockedAsync(db, task, to, ct);
            if (to == LockState.Cancel)
                db.Set<StockMovement>().Add(MovementOf(task, task.Quantity, StockReason.GivenBack, now));
            settled++;
        }
        return settled;
    }

    /// <summary>Has the settling job look again at <paramref name="dueAt"/>.</summary>
    public static Task LookAgainAsync(
        ShopDbContext db, OrderNumber order, DateTimeOffset dueAt, CancellationToken ct) =>
        OpenTasksOf(db, order).ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, dueAt), ct);

    /// <summary>Counts a failed look and has the job look again later, so that one bad order does not block others.
    /// </summary>
    public static Task BackOffAsync(
        ShopDbContext db, OrderNumber order, (DateTimeOffset DueAt, string Reason) again, CancellationToken ct) =>
        OpenTasksOf(db, order).ExecuteUpdateAsync(set => set
            .SetProperty(t => t.DueAt, again.DueAt)
            .SetProperty(t => t.Reason, again.Reason)
            .SetProperty(t => t.Tries, t => t.Tries + 1), ct);

    private static IQueryable<StockTask> OpenTasksOf(ShopDbContext db, OrderNumber order) =>
        db.Set<StockTask>().Where(t => t.OrderNumber == order.Text && t.State == LockState.Lock);

    private static async Task MoveLockedAsync(ShopDbContext db, StockTask task, LockState to, CancellationToken ct)
    {
        var (sold, back) = to == LockState.Finish ? (task.Quantity, 0) : (0, task.Quantity);
        var rows = await db.Set<StockLevel>().Where(l => l.SkuId == task.SkuId && l.Locked >= task.Quantity)
            .ExecuteUpdateAsync(set => set
                .SetProperty(l => l.Locked, l => l.Locked - task.Quantity)
                .SetProperty(l => l.Sold, l => l.Sold + sold)
                .SetProperty(l => l.Available, l => l.Available + back), ct);
        if (rows == 0)
            throw new InvalidOperationException($"Stock task {task.Id} is open, but its stock is not locked.");
    }

    private static Task EnsureLevelAsync(ShopDbContext db, long skuId, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
             insert into stock_levels (sku_id, received, returned, written_off, available, locked, sold)
             values ({skuId}, 0, 0, 0, 0, 0, 0) on conflict (sku_id) do nothing
             """, ct);

    private static StockMovement MovementOf(StockTask task, long quantity, StockReason reason, DateTimeOffset now) =>
        new() { SkuId = task.SkuId, Quantity = quantity, Reason = reason, TaskId = task.Id, At = now };
}
