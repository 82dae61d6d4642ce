using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Tests.Faults;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EShop.Tests.Messaging;

/// <summary>Whole shops with the timed jobs off: messages alone settle, also when a node is killed with some in hand.
/// </summary>
public sealed class BrokerNodesTests
{
    private const int Shoppers = 20;
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(180);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S15_With_the_sweep_off_two_nodes_settle_by_messages_though_one_is_killed()
    {
        var server = await RabbitServer.SharedAsync();
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Store = Store.Postgres;
            options.Settings["Settling:IsOn"] = "false";
            options.Settings["Orders:PayLimit"] = "00:00:05";
            options.Settings["Messaging:RabbitMq"] = server.Address;
            options.Settings["Messaging:Prefix"] = $"w{Guid.NewGuid():N}.";
        });
        await using var node = await shop.StartNodeAsync();
        var goods = await shop.GoodsAsync(stock: Shoppers);
        var before = await shop.StockAsync(goods);
        using var crowd = await Crowd.AtCheckoutAsync(shop, goods, Shoppers);

        Assert.All(await Race.RunAsync(Shoppers, crowd.PlaceAsync), Assert.NotNull);
        await Until.TrueAsync(async () => await ClosedAsync(shop) > 0, SettledWithin);
        await node.KillAsync(); // in the middle of closing them

        await Until.TrueAsync(async () => await ClosedAsync(shop) == Shoppers
            && (await shop.RowsAsync("select 1 from stock_tasks where state = 'Lock'")).Count == 0, SettledWithin);
        Assert.Equal(before, await shop.StockAsync(goods));
        await Until.TrueAsync(async () => (await shop.RowsAsync(
            "select 1 from messages where state <> 'Done'")).Count == 0, SettledWithin);
        var audit = await shop.RunVerbAsync("audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }

    [Theory]
    [InlineData("false", OrderState.AwaitingPayment)]
    [InlineData("true", OrderState.Closed)]
    public async Task The_timed_jobs_look_unless_they_are_off(string isOn, OrderState expected)
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Settings["Settling:IsOn"] = isOn);
        var skuId = await shop.SkuAsync(stock: 5);
        await shop.BuyAsync(skuId, 2);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        await RunAsync<CloseOverdueOrdersJob>(shop);
        await RunAsync<SettleStockTasksJob>(shop);
        await RunAsync<SettleCouponTasksJob>(shop);

        Assert.Equal(expected, (await shop.ReadAsync(db => db.Set<Order>().SingleAsync(Ct))).State);
        Assert.Equal(isOn == "true" ? 0 : 2, (await shop.StockAsync(skuId)).Locked);
    }

    private static async Task<int> ClosedAsync(WebShop shop) =>
        (await shop.RowsAsync("select 1 from orders where state = 'Closed'")).Count;

    private static ValueTask RunAsync<TJob>(TestShop shop) where TJob : class, IJob =>
        ActivatorUtilities.CreateInstance<TJob>(shop.Get<IServiceProvider>()).Execute(null!, Ct);
}
