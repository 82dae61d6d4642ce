using System.Globalization;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Jobs;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EShop.Tests.Faults;

/// <summary>The timed job that settles stock, when it was away for long, runs twice or meets an order that it cannot
/// settle.</summary>
public sealed class SweepFaultsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F33_Sweeps_on_four_nodes_at_once_settle_each_stock_task_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Settling:BatchMax"] = "7");
        var skuIds = new[] { await shop.SkuAsync(stock: 100), await shop.SkuAsync(stock: 100) };
        await TakeAsync(shop, 40, i => [(skuIds[i % 2], 1), (skuIds[(i + 1) % 2], 1 + i % 2)]);
        var (_, paid) = await shop.BuyAsync(skuIds[0]);
        await shop.PayAsync(paid.Number, "t1");
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        SettleStockTasks[] nodes =
            [.. Enumerable.Range(0, 4).Select(_ => shop.SecondNode().Get<SettleStockTasks>())];

        var sweeps = await Race.RunAsync(nodes.Length, i => nodes[i].ExecuteAsync(Ct));

        Assert.Equal((41, 0), (sweeps.Sum(s => s.Settled), sweeps.Sum(s => s.Failed)));
        Assert.Equal((99L, 0L, 1L), await LevelAsync(shop, skuIds[0]));
        Assert.Equal((100L, 0L, 0L), await LevelAsync(shop, skuIds[1]));
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F34_After_a_pause_10_000_due_tasks_are_settled_by_one_sweep_oldest_first(Store store)
    {
        const int Tasks = 10_000;
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: Tasks);
        // The later a task was written here, the earlier it is due.
        await TakeAsync(shop, Tasks, _ => [(skuId, 1)], i => shop.Now.AddMinutes(1).AddMilliseconds(Tasks - i));
        shop.Clock.Advance(TimeSpan.FromHours(2));

        var sweep = await shop.Get<SettleStockTasks>().ExecuteAsync(Ct);

        Assert.Equal(new SettleStockTasksResult(Tasks, 0, 0), sweep);
        Assert.Equal(((long)Tasks, 0L, 0L), await LevelAsync(shop, skuId));
        var due = await shop.ReadAsync(db => db.Set<StockMovement>().Where(m => m.Reason == StockReason.GivenBack)
            .OrderBy(m => m.Id)
            .Join(db.Set<StockTask>(), m => m.TaskId, t => t.Id, (m, t) => t.DueAt).ToListAsync(Ct));
        var batches = due.Chunk(new SettleOptions().BatchMax).ToList();
        Assert.Equal(50, batches.Count);
        Assert.All(batches.Zip(batches.Skip(1)), pair => Assert.True(pair.First.Max() < pair.Second.Min()));
        await shop.AuditAsync();
    }

    /// <summary>The bad one is the oldest and would stand before all others; a row that cannot even be read is as bad.
    /// </summary>
    [Theory, EachStore]
    public async Task F35_A_poisoned_order_backs_off_and_the_others_are_settled(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Settling:BatchMax"] = "4");
        var (good, bad) = (await shop.SkuAsync(stock: 50), await shop.SkuAsync(stock: 50));
        await TakeAsync(shop, 1, _ => [(bad, 2)], _ => shop.Now.AddSeconds(30));
        await TakeAsync(shop, 20, _ => [(good, 1)]);
        var unreadable = (await TakeAsync(shop, 1, _ => [(good, 1)], _ => shop.Now.AddSeconds(20)))[0];
        await ExecuteAsync(shop, $"update stock_levels set locked = 0, available = 50 where sku_id = {bad}");
        await ExecuteAsync(shop, $"update stock_tasks set order_number = 'spoilt' where order_number = '{unreadable}'");
        shop.Clock.Advance(TimeSpan.FromMinutes(2));

        var sweep = await shop.Get<SettleStockTasks>().ExecuteAsync(Ct);

        Assert.Equal(new SettleStockTasksResult(20, 0, 2), sweep);
        Assert.Equal((49L, 1L, 0L), await LevelAsync(shop, good));
        var left = await shop.ReadAsync(db => db.Set<StockTask>().Where(t => t.State == LockState.Lock)
            .OrderBy(t => t.Id).ToListAsync(Ct));
        Assert.Equal([(1, nameof(InvalidOperationException)), (1, nameof(FormatException))],
            left.Select(t => (t.Tries, t.Reason)));
        Assert.All(left, t => Assert.Equal(shop.Now + new SettleOptions().BackOff, t.DueAt));
        Assert.Equal(new SettleStockTasksResult(0, 0, 0), await shop.Get<SettleStockTasks>().ExecuteAsync(Ct));
    }

    [Theory, EachStore]
    public async Task F35_After_five_failures_somebody_is_called(Store store)
    {
        var log = new LogLines();
        await using var shop = await TestShop.CreateAsync(
            store, o => o.Services = s => s.AddLogging(l => l.AddProvider(log)));
        var bad = await shop.SkuAsync(stock: 50);
        var number = (await TakeAsync(shop, 1, _ => [(bad, 2)]))[0];
        await ExecuteAsync(shop, $"update stock_levels set locked = 0, available = 50 where sku_id = {bad}");

        for (var look = 1; look <= SettleDue.AlarmingTries; look++)
        {
            shop.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(1, (await shop.Get<SettleStockTasks>().ExecuteAsync(Ct)).Failed);
            Assert.Equal(look == SettleDue.AlarmingTries ? 1 : 0, log.Lines.Count(line =>
                line.StartsWith($"Error: Settling the stock of order {number}", StringComparison.Ordinal)));
        }

        // Mended, it settles like any other.
        await ExecuteAsync(shop, $"update stock_levels set locked = 2, available = 48 where sku_id = {bad}");
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new SettleStockTasksResult(1, 0, 0), await shop.Get<SettleStockTasks>().ExecuteAsync(Ct));
        await shop.AuditAsync();
    }

    /// <summary>An order that is open past its limit, because whoever closes is away, is not asked about for ever.
    /// </summary>
    [Theory, EachStore]
    public async Task An_order_that_is_open_past_its_limit_ends_no_sweep_in_a_circle(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        await shop.BuyAsync(skuId);
        shop.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new SettleStockTasksResult(0, 1, 0), await shop.Get<SettleStockTasks>().ExecuteAsync(Ct));

        shop.Clock.Advance(new SettleOptions().Period);
        await shop.SweepAsync();
        Assert.Equal((5L, 0L, 0L), await LevelAsync(shop, skuId));
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    /// <summary>So a look at millions of settled tasks costs what a look at none does.</summary>
    [Theory, EachStore]
    public async Task What_is_due_is_found_by_an_index_of_what_is_open(Store store)
    {
        var plans = new QueryPlans();
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(plans));

        await shop.Get<SettleStockTasks>().ExecuteAsync(Ct);
        await shop.Get<SettleCouponTasks>().ExecuteAsync(Ct);
        await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct);

        Assert.Contains("ix_stock_tasks_due", plans.All, StringComparison.Ordinal);
        Assert.Contains("ix_coupon_tasks_due", plans.All, StringComparison.Ordinal);
        // SQLite finds unpaid orders by their state, PostgreSQL by their own index.
        Assert.Contains(store == Store.Sqlite ? "ix_orders_state" : "ix_orders_unpaid", plans.All,
            StringComparison.Ordinal);
    }

    /// <summary>Stock of orders that never come to be; their numbers.</summary>
    private static async Task<List<string>> TakeAsync(
        TestShop shop, int orders, Func<int, (long SkuId, int Quantity)[]> linesOf,
        Func<int, DateTimeOffset>? dueAt = null)
    {
        var requests = Enumerable.Range(0, orders).Select(i => new TakeStockRequest(
            OrderNumber.New(shop.Now), linesOf(i), dueAt?.Invoke(i) ?? shop.Now.AddMinutes(1))).ToList();
        var turn = new StockTurn(shop.Get<ShopStore>(), shop.Clock);
        foreach (var chunk in requests.Chunk(512))
            Assert.All(await turn.DecideAsync(chunk), a => Assert.Equal(TakeStockStatus.Taken, a.Status));
        return requests.ConvertAll(r => r.Order.Text);
    }

    private static async Task<(long Available, long Locked, long Sold)> LevelAsync(TestShop shop, long skuId)
    {
        var level = await shop.StockAsync(skuId);
        return (level.Available, level.Locked, level.Sold);
    }

    private static Task ExecuteAsync(TestShop shop, FormattableString sql) => shop.WriteAsync(
        db => db.Database.ExecuteSqlRawAsync(sql.ToString(CultureInfo.InvariantCulture), Ct));
}
