using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments;

/// <summary>Before an unpaid order is closed, its payment is, at the provider: fixed interleavings of shopper,
/// provider, callback, sweep and staff. The books judge each.</summary>
public sealed class ClosingAtTheProviderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F32_A_callback_that_never_comes_is_asked_for_before_the_order_is_closed(Store store)
    {
        var (shop, _) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, placed) = await shop.BuyAsync(skuId);
        await shop.PaySilentlyAsync(await shop.StartAsync((accountId, placed.Number)));

        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(new CloseOverdueOrdersResult(0, 0, 0), await CloseOverdueAsync(shop));
        await shop.DeliverAllAsync();

        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(placed.Number));
        Assert.Equal([PaymentState.Kept], await shop.PaymentStatesAsync());
        Assert.Equal((4L, 0L, 1L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F24_A_clock_that_jumps_two_days_closes_no_order_that_is_paid_at_the_provider(Store store)
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var skuId = await shop.SkuAsync(stock: 5);
        var (first, paid) = await shop.BuyAsync(skuId);
        var (second, open) = await shop.BuyAsync(skuId);
        await shop.PaySilentlyAsync(await shop.StartAsync((first, paid.Number)));
        var openTrade = await shop.StartAsync((second, open.Number));

        shop.Clock.Advance(TimeSpan.FromDays(2));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();

        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(paid.Number));
        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(open.Number));
        Assert.Equal(PaySandboxTradeStatus.Closed, await shop.PaySilentlyAsync(openTrade));
        Assert.Equal(4, faults.Asked); // each was opened, and closed
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F7_After_a_death_between_closing_there_and_closing_here_no_money_slips_in(Store store)
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var tradeId = await shop.StartAsync((accountId, placed.Number));
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        faults.AfterCloseAsync = _ => throw new InvalidOperationException("Died here.");
        Assert.Equal(1, (await CloseOverdueAsync(shop)).PutOff);
        faults.AfterCloseAsync = _ => Task.CompletedTask;
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(placed.Number));
        Assert.Equal(PaySandboxTradeStatus.Closed, await shop.PaySilentlyAsync(tradeId));

        shop.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, (await CloseOverdueAsync(shop)).Closed);
        await shop.DeliverAllAsync();
        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(placed.Number));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F48_A_provider_that_is_away_puts_closing_off_and_blocks_nobody(Store store)
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, begun) = await shop.BuyAsync(skuId);
        await shop.StartAsync((accountId, begun.Number));
        var (_, never) = await shop.BuyAsync(skuId); // whose shopper never went to pay
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        faults.IsAway = true;
        Assert.Equal(new CloseOverdueOrdersResult(1, 1, 0), await CloseOverdueAsync(shop));
        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(never.Number));
        // An hour of it: the pause grows to five minutes, and the books know that somebody is at it.
        for (var i = 0; i < 120; i++)
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(30));
            await shop.SweepAsync();
            await shop.DeliverAllAsync();
            if (i % 20 == 0) await shop.AuditAsync();
        }

        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(begun.Number));
        Assert.InRange(faults.Asked, 12, 25); // twelve tries in the hour at five minutes, and the growing ones before
        Assert.Equal((4L, 1L, 0L), await shop.LevelsAsync(skuId));

        faults.IsAway = false;
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();
        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(begun.Number));
        Assert.Equal((5L, 0L, 0L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Fact]
    public async Task F48_A_provider_that_is_away_when_the_shopper_goes_to_pay_leads_to_one_payment_later()
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(Store.Sqlite);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var start = new StartPaymentRequest(accountId, placed.Number, "sandbox");

        faults.IsAway = true;
        Assert.Equal(StartPaymentStatus.ProviderAway, (await shop.Get<StartPayment>().ExecuteAsync(start, Ct)).Status);
        (faults.IsAway, faults.IsAnswerLost) = (false, true); // F3: it is open there, and we were not told
        Assert.Equal(StartPaymentStatus.ProviderAway, (await shop.Get<StartPayment>().ExecuteAsync(start, Ct)).Status);
        faults.IsAnswerLost = false;
        var first = await shop.StartAsync((accountId, placed.Number));

        Assert.Equal(first, await shop.StartAsync((accountId, placed.Number)));
        Assert.Equal(1, await shop.ReadAsync(db => db.Set<SandboxTrade>().CountAsync(Ct)));
    }

    [Theory, EachStore]
    public async Task Cancelling_asks_first_and_money_that_was_faster_wins(Store store)
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        var (first, one) = await shop.BuyAsync(skuId);
        var (second, two) = await shop.BuyAsync(skuId);
        await shop.PaySilentlyAsync(await shop.StartAsync((first, one.Number)));
        await shop.PaySilentlyAsync(await shop.StartAsync((second, two.Number)));
        var (cancel, byStaff) = (shop.Get<CancelOrder>(), shop.Get<CancelOrderByStaff>());

        faults.IsAway = true;
        Assert.Equal(CancelOrderStatus.MoneyUnknown, await cancel.ExecuteAsync(new(first, one.Number), Ct));
        Assert.Equal(CancelOrderByStaffStatus.MoneyUnknown, await byStaff.ExecuteAsync(new(admin, two.Number), Ct));
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(one.Number));
        faults.IsAway = false;
        Assert.Equal(CancelOrderStatus.NoLongerOpen, await cancel.ExecuteAsync(new(first, one.Number), Ct));
        Assert.Equal(CancelOrderByStaffStatus.NoLongerOpen, await byStaff.ExecuteAsync(new(admin, two.Number), Ct));

        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(one.Number));
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(two.Number));
        Assert.Empty(await shop.TrailAsync());
        await shop.DeliverAllAsync();
        await shop.AuditAsync();
    }

    /// <summary>The callback comes just before the provider closes, just after, and when the sweep is done with asking.
    /// </summary>
    [Theory, EachStore]
    public async Task F31_Of_paying_and_closing_at_the_same_instant_one_wins_at_the_provider(Store store)
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var skuId = await shop.SkuAsync(stock: 5);
        var (first, before) = await shop.BuyAsync(skuId);
        var (second, after) = await shop.BuyAsync(skuId);
        var trades = new Dictionary<string, string>
        {
            [before.Number.Text] = await shop.StartAsync((first, before.Number)),
            [after.Number.Text] = await shop.StartAsync((second, after.Number)),
        };
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        var late = PaySandboxTradeStatus.Paid;
        faults.BeforeCloseAsync = async order =>
        {
            if (order != before.Number) return;
            await shop.PaySilentlyAsync(trades[order.Text]);
            await shop.PayAsync(order, trades[order.Text]); // its callback
        };
        faults.AfterCloseAsync = async order =>
        {
            if (order == after.Number) late = await shop.PaySilentlyAsync(trades[order.Text]);
        };
        await CloseOverdueAsync(shop);
        await shop.DeliverAllAsync();

        Assert.Equal(PaySandboxTradeStatus.Closed, late);
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(before.Number));
        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(after.Number));
        Assert.Equal((4L, 0L, 1L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Fact]
    public async Task F28_A_callback_that_is_faster_than_the_way_to_the_pay_page_counts()
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(Store.Sqlite);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        faults.AfterStartAsync = order => shop.PayAsync(order, "fast");

        var started = await shop.Get<StartPayment>().ExecuteAsync(new(accountId, placed.Number, "sandbox"), Ct);

        Assert.Equal(StartPaymentStatus.NotAwaitingPayment, started.Status);
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(placed.Number));
        await shop.DeliverAllAsync();
        await shop.AuditAsync();
    }

    [Fact]
    public async Task A_payment_that_is_opened_while_its_order_is_closed_is_closed_too()
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(Store.Sqlite);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        faults.AfterStartAsync = async order =>
        {
            // As somebody who looked before this payment was noted.
            var closing = (order, CloseReason.CancelledByShopper, (long?)null);
            await shop.WriteAsync(db => OrderLedger.CloseAsync(db, shop.Now, closing, Ct));
        };

        var started = await shop.Get<StartPayment>().ExecuteAsync(new(accountId, placed.Number, "sandbox"), Ct);

        Assert.Equal(StartPaymentStatus.NotAwaitingPayment, started.Status);
        var trade = await shop.ReadAsync(db => db.Set<SandboxTrade>().SingleAsync(Ct));
        Assert.Equal(SandboxTradeState.Closed, trade.State);
    }

    private static Task<CloseOverdueOrdersResult> CloseOverdueAsync(TestShop shop) =>
        shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
}
