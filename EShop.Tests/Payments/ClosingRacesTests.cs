using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Payments;

/// <summary>Sweeps, questions, callbacks and people at the same time, on two nodes; totals are conserved.</summary>
public sealed class ClosingRacesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Who_presses_pay_many_times_at_once_on_two_nodes_comes_to_one_payment(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 1));
        var request = new StartPaymentRequest(accountId, placed.Number, SandboxGateway.ProviderName);

        var pressed = await Race.RunAsync(16, i => (i % 2 == 0 ? shop.Get<StartPayment>() : node.Get<StartPayment>())
            .ExecuteAsync(request, Ct));

        Assert.All(pressed, press => Assert.Equal(StartPaymentStatus.Started, press.Status));
        Assert.Single(pressed.Select(press => press.PayAt).Distinct());
    }

    [Theory, EachStore]
    public async Task F33_Two_nodes_that_close_ask_and_are_told_settle_each_order_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var skuId = await shop.SkuAsync(stock: 40);
        var orders = new List<(long AccountId, OrderNumber Number, string TradeId)>();
        for (var i = 0; i < 24; i++)
        {
            var (accountId, placed) = await shop.BuyAsync(skuId);
            orders.Add((accountId, placed.Number, await shop.StartAsync((accountId, placed.Number))));
        }

        // A third has paid and nobody was told; a third pays now; a third never does.
        for (var i = 0; i < 8; i++) await shop.PaySilentlyAsync(orders[i].TradeId);
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        var late = await Race.RunAsync(8 + 6 + 6, async i =>
        {
            if (i < 8) return await PayAndTellAsync(shop, orders[8 + i]);
            if (i < 14) await CancelAsync(shop, orders[i + 4]);
            else if (i % 2 == 0) await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
            else if (i % 3 == 0) await node.Get<AskProviders>().ExecuteAsync(Ct);
            else await node.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
            return false;
        });
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();

        var states = await Task.WhenAll(orders.Select(o => shop.OrderStateAsync(o.Number)));
        Assert.All(states[..8], state => Assert.Equal(OrderState.Paid, state)); // paid in time, all of them
        Assert.Equal(late[..8].Select(isPaid => isPaid ? OrderState.Paid : OrderState.Closed), states[8..16]);
        Assert.All(states[16..], state => Assert.Equal(OrderState.Closed, state));
        var paid = states.Count(s => s == OrderState.Paid);
        Assert.Equal((40L - paid, 0L, (long)paid), await shop.LevelsAsync(skuId));
        Assert.All(await shop.PaymentStatesAsync(), state => Assert.Equal(PaymentState.Kept, state));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F6_A_closing_that_dies_before_its_commit_is_done_by_the_next_sweep(Store store)
    {
        var fault = new FailOnce("close_reason");
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(fault));
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, placed) = await shop.BuyAsync(skuId);
        await shop.StartAsync((accountId, placed.Number));
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        fault.Arm();
        Assert.Equal(1, (await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct)).Failed);
        Assert.True(fault.IsDone);
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(placed.Number));
        shop.Clock.Advance(TimeSpan.FromSeconds(10)); // it backs off, as an order of which nobody knows
        await shop.SweepAsync();
        await shop.DeliverAllAsync();

        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(placed.Number));
        Assert.Equal((5L, 0L, 0L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Fact]
    public async Task A_payment_that_is_begun_again_after_it_had_ended_is_asked_about_again()
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(Store.Sqlite);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        await shop.StartAsync((accountId, placed.Number));
        // Somebody closes it there and dies before the order is closed here.
        Assert.Equal(MoneyAnswer.NoneWillCome, await shop.Get<IOrderMoney>().EndAsync(placed.Number, Ct));
        await shop.StartAsync((accountId, placed.Number));

        var asked = faults.Asked;
        Assert.Equal(CancelOrderStatus.Cancelled,
            await shop.Get<CancelOrder>().ExecuteAsync(new(accountId, placed.Number), Ct));
        Assert.Equal(asked + 1, faults.Asked);
    }

    /// <summary>True: the provider took the money, so the order must be paid.</summary>
    private static async Task<bool> PayAndTellAsync(
        TestShop shop, (long AccountId, OrderNumber Number, string TradeId) order)
    {
        var status = await shop.Get<PaySandboxTrade>().ExecuteAsync(new(order.TradeId, SandboxWay.LoseCallback), Ct);
        if (status != PaySandboxTradeStatus.Paid) return false;
        await shop.PayAsync(order.Number, order.TradeId);
        return true;
    }

    private static async Task CancelAsync(TestShop shop, (long AccountId, OrderNumber Number, string TradeId) order)
    {
        var status = await shop.Get<CancelOrder>().ExecuteAsync(new(order.AccountId, order.Number), Ct);
        Assert.True(status is CancelOrderStatus.Cancelled or CancelOrderStatus.NoLongerOpen, $"{status}");
    }
}
