using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Inventory;

/// <summary>A change of stock that is not an order's: goods received, written off or found miscounted.</summary>
/// <param name="Quantity">Added to available; below zero for goods that left.</param>
/// <param name="StaffId">Whose change it was; null: the shop itself (import, demo).</param>
internal sealed record StockChange(long SkuId, long Quantity, StockReason Reason, long? StaffId, string Note);

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

    /// <summary>What is free of each SKU. Where several nodes write, the rows are ours until the transaction ends,
    /// taken in SKU order: nodes that want the same wait for each other and never in a circle.</summary>
    public static Task<Dictionary<long, long>> FreeAsync(ShopDbContext db, long[] skuIds, CancellationToken ct)
    {
        var levels = db is PostgresShopDbContext
            ? db.Set<StockLevel>().FromSql(
                $"select * from stock_levels where sku_id = any({skuIds}) order by sku_id for no key update")
            : db.Set<StockLevel>().Where(l => EF.Parameter(skuIds).Contains(l.SkuId));
        return levels.AsNoTracking().ToDictionaryAsync(l => l.SkuId, l => l.Available, ct);
    }

    /// <summary>Those of the orders whose stock is taken.</summary>
    public static async Task<HashSet<string>> TakenAsync(
        ShopDbContext db, IReadOnlyList<OrderNumber> orders, CancellationToken ct)
    {
        var numbers = orders.Select(o => o.Text).ToArray();
        return await db.Set<StockTask>()
            .Where(t => numbers.Contains(t.OrderNumber) && t.State != LockState.Cancel)
            .Select(t => t.OrderNumber).ToHashSetAsync(StringComparer.Ordinal, ct);
    }

    /// <summary>Writes tasks with a movement each; per SKU, available goes down and locked up by their sum. False:
    /// somebody else was faster; abandon, and decide again from fresh rows.</summary>
    public static async Task<bool> TakeAsync(
        ShopDbContext db, DateTimeOffset now, IReadOnlyList<StockTask> tasks, CancellationToken ct)
    {
        var sums = tasks.GroupBy(t => t.SkuId, t => (long)t.Quantity)
            .Select(sku => new[] { sku.Key, sku.Sum() }).ToList();
        var taking = NumberRows.Of(db, ["sku_id", "quantity"], sums);
        var sql = $"""
            update stock_levels set available = available - d.quantity, locked = locked + d.quantity
            from {taking.Sql} where stock_levels.sku_id = d.sku_id and available >= d.quantity
            """;
        if (await db.Database.ExecuteSqlRawAsync(sql, taking.Parameters, ct) != sums.Count) return false;
        await db.InsertAsync(tasks, ct);
        await db.InsertAsync([.. tasks.Select(t => MovementOf(t, -t.Quantity, StockReason.Taken, now))], ct);
        return true;
    }

    /// <summary>Settles the open tasks of an order up to the one with the id LastTask, in SKU order. How many were
    /// settled; 0: they were already, so twice is once.</summary>
    public static async Task<int> SettleAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Order, LockState To, string Reason, long LastTask) settling,
        CancellationToken ct)
    {
        var (order, to, reason, last) = settling;
        var open = await db.Set<StockTask>().AsNoTracking()
            .Where(t => t.OrderNumber == order.Text && t.State == LockState.Lock && t.Id <= last)
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
