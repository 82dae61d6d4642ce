using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments;

/// <summary>Asking a provider because nobody told us.</summary>
public sealed class AskingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F32_A_lost_callback_is_found_by_the_timed_question(Store store)
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var skuId = await shop.SkuAsync(stock: 5);
        var (first, paid) = await shop.BuyAsync(skuId);
        var (second, open) = await shop.BuyAsync(skuId);
        await shop.PaySilentlyAsync(await shop.StartAsync((first, paid.Number)));
        await shop.StartAsync((second, open.Number));
        var ask = shop.Get<AskProviders>();

        shop.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(new AskProvidersResult(0, 0, 0, 0), await ask.ExecuteAsync(Ct));
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new AskProvidersResult(Ended: 1, Open: 1, 0, 0), await ask.ExecuteAsync(Ct));
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(paid.Number));

        // The other is asked after a minute, two, four, eight, and not about what is known.
        var asked = faults.Asked;
        for (var i = 0; i < 28; i++)
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(30));
            await ask.ExecuteAsync(Ct);
        }

        Assert.Equal(asked + 3, faults.Asked);
        await shop.SweepAsync();
        await shop.DeliverAllAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_71_A_shopper_who_comes_back_has_the_provider_asked_and_not_too_often(Store store)
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var stranger = (await shop.AccountsAsync(1))[0];

        Task<AskPaymentStatus> AskAsync(long account) =>
            shop.Get<AskPayment>().ExecuteAsync(new(account, placed.Number), Ct);

        Assert.Equal(AskPaymentStatus.NotFound, await AskAsync(stranger));
        Assert.Equal(AskPaymentStatus.NothingOpen, await AskAsync(accountId));
        var tradeId = await shop.StartAsync((accountId, placed.Number));
        var asked = faults.Asked;
        var answers = await Race.RunAsync(20, _ => AskAsync(accountId)); // pages that look and look
        Assert.Equal(1, answers.Count(a => a == AskPaymentStatus.Asked));
        Assert.Equal(19, answers.Count(a => a == AskPaymentStatus.AskedLately));
        Assert.Equal(asked + 1, faults.Asked);
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(placed.Number));

        await shop.PaySilentlyAsync(tradeId);
        shop.Clock.Advance(AskPayment.Between);
        Assert.Equal(AskPaymentStatus.Asked, await AskAsync(accountId));
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(placed.Number));
        Assert.Equal(AskPaymentStatus.NothingOpen, await AskAsync(accountId));
        // F30: the delayed callback, and one that says something else, change nothing any more.
        Assert.Equal(ReceivePaymentStatus.AlreadyRecorded, await shop.PayAsync(placed.Number, tradeId));
        await shop.DeliverAllAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_payment_whose_order_is_no_longer_open_is_closed_at_its_provider(Store store)
    {
        var (shop, _) = await GatewayFaults.ShopAsync(store);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var tradeId = await shop.StartAsync((accountId, placed.Number));
        await shop.WriteAsync(db => OrderLedger.CloseAsync(
            db, shop.Now, (placed.Number, CloseReason.CancelledByShopper, null), Ct)); // by who knew of no payment

        shop.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, (await shop.Get<AskProviders>().ExecuteAsync(Ct)).Ended);

        Assert.Equal(PaySandboxTradeStatus.Closed, await shop.PaySilentlyAsync(tradeId));
    }

    [Fact]
    public async Task A_provider_that_hangs_is_waited_for_five_seconds_and_then_left_alone()
    {
        var (shop, faults) = await GatewayFaults.ShopAsync(Store.Sqlite);
        await using var shopToDispose = shop;
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        await shop.StartAsync((accountId, placed.Number));
        var cancel = shop.Get<CancelOrder>();
        var hang = new Pause();
        faults.BeforeCloseAsync = _ => hang.StandAsync();

        var pressed = cancel.ExecuteAsync(new(accountId, placed.Number), Ct);
        await hang.ReachedAsync();
        shop.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(CancelOrderStatus.MoneyUnknown, await pressed);
        hang.Release();
        faults.BeforeCloseAsync = _ => Task.CompletedTask;

        // After three failures it is not even asked for a while.
        faults.IsAway = true;
        for (var i = 0; i < 2; i++) await cancel.ExecuteAsync(new(accountId, placed.Number), Ct);
        var asked = faults.Asked;
        Assert.Equal(CancelOrderStatus.MoneyUnknown, await cancel.ExecuteAsync(new(accountId, placed.Number), Ct));
        Assert.Equal(asked, faults.Asked);
        faults.IsAway = false;
        shop.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(CancelOrderStatus.Cancelled, await cancel.ExecuteAsync(new(accountId, placed.Number), Ct));
    }

    /// <summary>Each way to pay at the sandbox, and what becomes of order and money when everything was told and
    /// asked.</summary>
    [Theory]
    [InlineData(SandboxWay.Pay, OrderState.Paid, "Kept")]
    [InlineData(SandboxWay.Decline, OrderState.Closed, "")]
    [InlineData(SandboxWay.PayTwice, OrderState.Paid, "Kept")]
    [InlineData(SandboxWay.PayWrongAmount, OrderState.Closed, "Suspicious")]
    [InlineData(SandboxWay.LoseCallback, OrderState.Paid, "Kept")]
    [InlineData(SandboxWay.DoubleCallback, OrderState.Paid, "Kept")]
    [InlineData(SandboxWay.DelayCallback, OrderState.Paid, "Kept")]
    public async Task Even_without_any_callback_each_way_ends_as_it_should(
        SandboxWay way, OrderState ends, string payments)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, placed) = await shop.BuyAsync(skuId);
        await shop.PaySilentlyAsync(await shop.StartAsync((accountId, placed.Number)), way);

        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();

        Assert.Equal(ends, await shop.OrderStateAsync(placed.Number));
        Assert.Equal(payments, string.Join(' ', await shop.PaymentStatesAsync()));
        Assert.Equal(ends == OrderState.Paid ? (4L, 0L, 1L) : (5L, 0L, 0L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }
}
