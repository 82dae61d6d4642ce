using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Staff;

public sealed class SettleNowTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Each_status_in_order(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        Assert.Equal(SettleNowStatus.NothingOpen, await SettleAsync(shop, admin, shop.AnyNumber()));

        var (_, placed) = await shop.BuyAsync(skuId, 2);
        Assert.Equal(SettleNowStatus.StillOpen, await SettleAsync(shop, admin, placed.Number));
        Assert.Equal(2, (await shop.StockAsync(skuId)).Locked);

        await shop.PayAsync(placed.Number, "t1");
        Assert.Equal(SettleNowStatus.Settled, await SettleAsync(shop, admin, placed.Number));
        Assert.Equal(SettleNowStatus.NothingOpen, await SettleAsync(shop, admin, placed.Number));
        var level = await shop.StockAsync(skuId);
        Assert.Equal((3L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        Assert.Equal(2, (await shop.TrailAsync()).Count(t => t.StartsWith("task.settle", StringComparison.Ordinal)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_checkout_that_is_under_way_is_not_forbidden(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        var number = shop.AnyNumber();
        var take = new TakeStockRequest(number, [(skuId, 2)], shop.Now.AddMinutes(1));
        await shop.Get<TakeStock>().ExecuteAsync(take, Ct);

        Assert.Equal(SettleNowStatus.CheckoutUnderWay, await SettleAsync(shop, admin, number));
        Assert.Equal(2, (await shop.StockAsync(skuId)).Locked);

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(SettleNowStatus.Settled, await SettleAsync(shop, admin, number));
        Assert.Equal(5, (await shop.StockAsync(skuId)).Available);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_task_says_why_it_waits(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId);
        var number = shop.AnyNumber();
        await shop.Get<TakeStock>().ExecuteAsync(
            new TakeStockRequest(number, [(skuId, 1)], shop.Now.AddMinutes(1)), Ct);

        var waits = await WaitsAsync(shop, admin);
        Assert.Equal(TaskWait.CheckoutUnderWay, waits[number]);
        await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TaskWait.Due, (await WaitsAsync(shop, admin))[number]);
        await shop.Get<SettleStockTasks>().ExecuteAsync(Ct);
        waits = await WaitsAsync(shop, admin);
        Assert.Null(waits[number]);
        Assert.Equal(TaskWait.AwaitsPayment, waits[placed.Number]);
        await shop.PayAsync(placed.Number, "t1");
        Assert.Equal(TaskWait.SettlesSoon, (await WaitsAsync(shop, admin))[placed.Number]);
    }

    private static Task<SettleNowStatus> SettleAsync(TestShop shop, long admin, OrderNumber number) =>
        shop.Get<SettleNow>().ExecuteAsync(new SettleNowRequest(admin, number), Ct);

    private static async Task<Dictionary<OrderNumber, TaskWait?>> WaitsAsync(TestShop shop, long admin)
    {
        var listed = await shop.Get<ListTasks>()
            .ExecuteAsync(new ListTasksRequest(admin, TaskKind.Stock, null, "", 1), Ct);
        return listed.Tasks.ToDictionary(t => t.Order, t => t.Wait);
    }
}
