using System.Globalization;
using System.Text.Json;
using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Payments;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EShop.Tests.Orders;

/// <summary>The timed job that closes unpaid orders, when it was away for long or meets one that it cannot close.
/// </summary>
public sealed class CloseOverdueOrdersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F34_One_run_closes_all_that_is_due_in_batches_oldest_first(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Settling:BatchMax"] = "4");
        var skuId = await shop.SkuAsync(stock: 50);
        var numbers = await BuyAsync(shop, skuId, 11);
        // The later an order was placed, the longer it is overdue.
        for (var i = 0; i < numbers.Count; i++) await PayUntilAsync(shop, numbers[i], shop.Now.AddMinutes(14 - i));
        var (_, open) = await shop.BuyAsync(skuId);
        shop.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));

        Assert.Equal(new CloseOverdueOrdersResult(11, 0, 0), await CloseAsync(shop));

        Assert.Equal([.. numbers.AsEnumerable().Reverse()], await ClosedAsync(shop));
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(open.Number));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();
        Assert.Equal((49L, 1L, 0L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    /// <summary>More than fill a batch, and they stand before all others.</summary>
    [Theory, EachStore]
    public async Task F35_Orders_that_cannot_be_closed_back_off_and_the_others_are_closed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Settling:BatchMax"] = "2");
        var skuId = await shop.SkuAsync(stock: 50);
        var bad = await BuyAsync(shop, skuId, 3);
        var good = await BuyAsync(shop, skuId, 5);
        foreach (var number in bad)
        {
            await PayUntilAsync(shop, number, shop.Now.AddMinutes(1));
            await ForgetStepsAsync(shop, number);
        }

        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        Assert.Equal(new CloseOverdueOrdersResult(5, 0, 3), await CloseAsync(shop));

        Assert.Equal(good.Order(StringComparer.Ordinal), (await ClosedAsync(shop)).Order(StringComparer.Ordinal));
        var left = await shop.ReadAsync(
            db => db.Set<Order>().Where(o => o.State == OrderState.AwaitingPayment).ToListAsync(Ct));
        Assert.Equal(bad.Order(StringComparer.Ordinal), left.Select(o => o.Number).Order(StringComparer.Ordinal));
        Assert.All(left, o => Assert.Equal(
            (1, shop.Now + new SettleOptions().BackOff), (o.CloseTries, o.CloseAgainAt)));
        Assert.Equal(new CloseOverdueOrdersResult(0, 0, 0), await CloseAsync(shop));
    }

    [Theory, EachStore]
    public async Task F35_After_the_fifth_try_somebody_is_called_once_whoever_tries(Store store)
    {
        var log = new LogLines();
        await using var shop = await TestShop.CreateAsync(
            store, o => o.Services = s => s.AddLogging(l => l.AddProvider(log)));
        var node = shop.SecondNode();
        var skuId = await shop.SkuAsync(stock: 5);
        var number = (await BuyAsync(shop, skuId, 1))[0];
        await ForgetStepsAsync(shop, number);

        for (var look = 1; look <= SettleDue.AlarmingTries + 2; look++)
        {
            shop.Clock.Advance(TimeSpan.FromHours(1));
            await Race.RunAsync(2, async i =>
                i == 0 ? await CloseAsync(shop) : await node.Get<CloseOverdueOrders>().ExecuteAsync(Ct));
            Assert.Equal(look, (await OrderAsync(shop, number)).CloseTries);
            Assert.Equal(look < SettleDue.AlarmingTries ? 0 : 1, log.Lines.Count(line =>
                line.StartsWith($"Error: Order {number} could not be closed", StringComparison.Ordinal)));
        }

        // Mended, it is closed like any other.
        await shop.WriteAsync(db =>
        {
            db.Set<OrderStep>().Add(new()
            {
                OrderNumber = number,
                Seq = 1,
                ToState = OrderState.AwaitingPayment,
                At = shop.Now,
            });
            return Task.FromResult(true);
        });
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new CloseOverdueOrdersResult(1, 0, 0), await CloseAsync(shop));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();
        Assert.Equal((5L, 0L, 0L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Fact]
    public async Task F48_A_provider_that_is_away_for_five_tries_is_somebodys_matter_too()
    {
        var log = new LogLines();
        var (shop, faults) = await GatewayFaults.ShopAsync(Store.Sqlite, options =>
        {
            var services = options.Services;
            options.Services = s =>
            {
                services(s);
                s.AddLogging(l => l.AddProvider(log));
            };
        });
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        await shop.StartAsync((accountId, placed.Number));
        faults.IsAway = true;

        for (var look = 1; look <= SettleDue.AlarmingTries + 1; look++)
        {
            shop.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(new CloseOverdueOrdersResult(0, 1, 0), await CloseAsync(shop));
            Assert.Equal(look < SettleDue.AlarmingTries ? 0 : 1, log.Lines.Count(line =>
                line.StartsWith($"Error: Order {placed.Number} could not be closed", StringComparison.Ordinal)));
        }
    }

    private static Task<CloseOverdueOrdersResult> CloseAsync(TestShop shop) =>
        shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct);

    private static async Task<List<string>> BuyAsync(TestShop shop, long skuId, int orders)
    {
        var numbers = new List<string>();
        for (var i = 0; i < orders; i++) numbers.Add((await shop.BuyAsync(skuId)).Result.Number.Text);
        return numbers;
    }

    /// <summary>In the order of closing.</summary>
    private static async Task<List<string>> ClosedAsync(TestShop shop)
    {
        var bodies = await shop.ReadAsync(db => db.Set<OutboxMessage>().Where(m => m.Kind == nameof(OrderClosed))
            .OrderBy(m => m.Id).Select(m => m.Body).ToListAsync(Ct));
        return bodies.ConvertAll(body => JsonSerializer.Deserialize<OrderClosed>(body)!.Number);
    }

    private static Task<Order> OrderAsync(TestShop shop, string number) =>
        shop.ReadAsync(db => db.Set<Order>().SingleAsync(o => o.Number == number, Ct));

    private static Task PayUntilAsync(TestShop shop, string number, DateTimeOffset until) => shop.WriteAsync(
        db => db.Set<Order>().Where(o => o.Number == number)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.PayUntil, until), Ct));

    /// <summary>An order without a timeline cannot be moved.</summary>
    private static Task ForgetStepsAsync(TestShop shop, string number) => shop.WriteAsync(
        db => db.Database.ExecuteSqlRawAsync(
            string.Create(CultureInfo.InvariantCulture, $"delete from order_steps where order_number = '{number}'"),
            Ct));
}
