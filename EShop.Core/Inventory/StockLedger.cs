using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Inventory;

/// <summary>A change of stock that is not an order's: goods received, written off or found miscounted.</summary>
/// <param name="Quantity">Added to available; below zero for goods that left.</param>
/// <param name="StaffId">Whose change it was; null: the shop itself (import, demo).</param>
internal sealed record StockChange(long SkuId, long Quantity, StockReason Reason, long? StaffId, string Note);

/// <summary>Sold goods that came back and can be sold again.</summary>
/// <param name="Key">With the same key they come back once.</param>
internal sealed record StockReturn(OrderNumber Order, long SkuId, int Quantity, string Key);

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

    /// <summary>Settles the open tasks of orders, each up to its last one, by a few statements for all. How many of the
    /// orders had one; 0: they were settled already, so twice is once.</summary>
    public static async Task<int> SettleAsync(
        ShopDbContext db, DateTimeOffset now, IReadOnlyList<Settling> orders, CancellationToken ct)
    {
        var ends = orders.ToDictionary(o => o.Order.Text);
        var numbers = ends.Keys.ToArray();
        var open = await db.Set<StockTask>().AsNoTracking()
            .Where(t => EF.Parameter(numbers).Contains(t.OrderNumber) && t.State == LockState.Lock)
            .ToListAsync(ct);
        open.RemoveAll(t => t.Id > ends[t.OrderNumber].LastTask);
        if (open.Count == 0) return 0;
        // The levels first, as whoever takes does: nobody waits in a circle.
        await FreeAsync(db, [.. open.Select(t => t.SkuId).Distinct()], ct);
        var settled = new List<(StockTask Task, LockState To)>(open.Count);
        foreach (var end in open.GroupBy(t => (ends[t.OrderNumber].To, ends[t.OrderNumber].Reason)))
        {
            var moved = await EndAsync(db, now, ([.. end.Select(t => t.Id)], end.Key.To, end.Key.Reason), ct);
            settled.AddRange(end.Where(t => moved.Contains(t.Id)).Select(t => (t, end.Key.To)));
        }

        await MoveLockedAsync(db, settled, ct);
        await db.InsertAsync([.. settled.Where(s => s.To == LockState.Cancel)
            .Select(s => MovementOf(s.Task, s.Task.Quantity, StockReason.GivenBack, now))], ct);
        return settled.DistinctBy(s => s.Task.OrderNumber).Count();
    }

    /// <summary>Puts sold goods back into the free stock, with a movement. False: they came back before.</summary>
    public static async Task<bool> ReturnAsync(
        ShopDbContext db, DateTimeOffset now, StockReturn back, CancellationToken ct)
    {
        var task = await db.Set<StockTask>().AsNoTracking().SingleAsync(t => t.OrderNumber == back.Order.Text
            && t.SkuId == back.SkuId && t.State == LockState.Finish, ct);
        var isBack = await db.Set<StockMovement>().AnyAsync(
            m => m.TaskId == task.Id && m.Reason == StockReason.Returned && m.Key == back.Key, ct);
        if (isBack) return false;
        var rows = await db.Set<StockLevel>()
            .Where(l => l.SkuId == back.SkuId && l.Sold - l.Returned >= back.Quantity)
            .ExecuteUpdateAsync(set => set
                .SetProperty(l => l.Returned, l => l.Returned + back.Quantity)
                .SetProperty(l => l.Available, l => l.Available + back.Quantity), ct);
        if (rows == 0)
            throw new InvalidOperationException($"More of SKU {back.SkuId} came back than was sold.");
        db.Set<StockMovement>().Add(new StockMovement
        {
            SkuId = back.SkuId,
            Quantity = back.Quantity,
            Reason = StockReason.Returned,
            TaskId = task.Id,
            Key = back.Key,
            At = now,
        });
        return true;
    }

    /// <summary>Has the settling job look at the open tasks of each order again at a time of its own.</summary>
    public static async Task LookAgainAsync(
        ShopDbContext db, IReadOnlyList<(string Number, DateTimeOffset At)> orders, CancellationToken ct)
    {
        var times = orders.ToDictionary(o => o.Number, o => o.At.ToUnixTimeMilliseconds());
        var numbers = times.Keys.ToArray();
        var open = await db.Set<StockTask>()
            .Where(t => EF.Parameter(numbers).Contains(t.OrderNumber) && t.State == LockState.Lock)
            .OrderBy(t => t.Id).Select(t => new { t.Id, t.OrderNumber }).ToListAsync(ct);
        var again = NumberRows.Of(db, ["id", "due"], [.. open.Select(t => new[] { t.Id, times[t.OrderNumber] })]);
        var sql = $"""
            update stock_tasks set due_at = d.due from {again.Sql} where stock_tasks.id = d.id and state = 'Lock'
            """;
        await db.Database.ExecuteSqlRawAsync(sql, again.Parameters, ct);
    }

    /// <summary>Counts a failed look and has the job look again later, so that one bad order does not block others.
    /// </summary>
    public static Task BackOffAsync(
        ShopDbContext db, string number, (DateTimeOffset DueAt, string Reason) again, CancellationToken ct) =>
        db.Set<StockTask>().Where(t => t.OrderNumber == number && t.State == LockState.Lock)
            .ExecuteUpdateAsync(set => set
                .SetProperty(t => t.DueAt, again.DueAt)
                .SetProperty(t => t.Reason, again.Reason)
                .SetProperty(t => t.Tries, t => t.Tries + 1), ct);

    /// <summary>Ends those of the tasks that are still open; which they were.</summary>
    private static async Task<HashSet<long>> EndAsync(
        ShopDbContext db, DateTimeOffset now, (long[] Ids, LockState To, string Reason) end, CancellationToken ct)
    {
        var tasks = NumberRows.Of(db, ["id"], [.. end.Ids.Select(id => new[] { id })]);
        var sql = $$"""
            update stock_tasks set state = {0}, reason = {1}, settled_at = {2}
            where state = 'Lock' and id in (select d.id from {{tasks.Sql}}) returning id as "Value"
            """;
        object[] values = [end.To.ToString(), end.Reason, now.ToUnixTimeMilliseconds(), .. tasks.Parameters];
        return [.. await db.Database.SqlQueryRaw<long>(sql, values).ToListAsync(ct)];
    }

    private static async Task MoveLockedAsync(
        ShopDbContext db, IReadOnlyList<(StockTask Task, LockState To)> settled, CancellationToken ct)
    {
        var sums = settled.GroupBy(s => s.Task.SkuId, (skuId, its) =>
        {
            var sold = its.Where(s => s.To == LockState.Finish).Sum(s => (long)s.Task.Quantity);
            var back = its.Where(s => s.To == LockState.Cancel).Sum(s => (long)s.Task.Quantity);
            return new[] { skuId, sold + back, sold, back };
        }).ToList();
        if (sums.Count == 0) return;
        var moving = NumberRows.Of(db, ["sku_id", "quantity", "finished", "back"], sums);
        var sql = $"""
            update stock_levels
            set locked = locked - d.quantity, sold = sold + d.finished, available = available + d.back
            from {moving.Sql} where stock_levels.sku_id = d.sku_id and locked >= d.quantity
            """;
        if (await db.Database.ExecuteSqlRawAsync(sql, moving.Parameters, ct) != sums.Count)
            throw new InvalidOperationException(
                $"Stock tasks are open, but their stock is not locked: among {settled[0].Task.Id} and others.");
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
