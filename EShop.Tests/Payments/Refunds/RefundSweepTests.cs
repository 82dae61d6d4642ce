using EShop.Core.Accounts;
using EShop.Core.Coupons;
using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Tests.Coupons;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EShop.Tests.Payments.Refunds;

/// <summary>Money that is to go back when no message says so, when its provider is away, and when it refuses.</summary>
public sealed class RefundSweepTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S16_Without_messages_late_money_of_a_cancelled_order_goes_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, number, tradeId) = await shop.PaidAtTheSandboxAsync(skuId);
        var closing = (number, CloseReason.CancelledByShopper, (long?)null);
        await shop.WriteAsync(db => OrderLedger.CloseAsync(db, shop.Now, closing, Ct));
        await shop.PayAsync(number, tradeId);
        Assert.Equal((0, 0), await SweepAsync(shop)); // at first it is its message's alone
        Assert.Equal([PaymentState.RefundDue], await shop.PaymentStatesAsync());

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.SweepAsync();

        Assert.Equal([PaymentState.Refunded], await shop.PaymentStatesAsync());
        Assert.Equal((10_000L, OrderState.Closed), (
            await shop.SentBackAsync(number), await shop.StateAsync(number)));
        Assert.Equal((5L, 0L, 0L), await shop.LevelsAsync(skuId));
        Assert.Equal((0, 0), await SweepAsync(shop));
        await LateMessagesChangeNothingAsync(shop, number, 10_000);
    }

    [Theory, EachStore]
    public async Task S16_Without_messages_a_cancelled_paid_order_gives_all_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId, quantity: 2);
        await shop.AskAsync(order);
        await shop.RefundAsync((admin, order.Number), 5_000, new ReturnedGoods(skuId, 1, IsBackInStock: true));
        Assert.Equal(CancelPaidOrderStatus.Cancelled, await shop.CancelPaidAsync((admin, order.Number)));

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.SweepAsync(); // writes the refund
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.SweepAsync(); // and sends it

        Assert.Equal((OrderState.Refunded, (9L, 2L, 2L), 20_000L), (await shop.StateAsync(order.Number),
            await shop.CountsAsync(skuId), await shop.SentBackAsync(order.Number)));
        Assert.Equal(RefundRequestState.Accepted, await shop.RequestStateAsync(order.Number));
        var seen = await shop.RefundsAsync(order);
        Assert.Equal("The last one broke.", seen.Last!.Answer);
        await LateMessagesChangeNothingAsync(shop, order.Number, 20_000);
        Assert.Equal((9L, 2L, 2L), await shop.CountsAsync(skuId));
    }

    [Theory, EachStore]
    public async Task S16_Without_messages_the_coupon_of_an_order_that_cost_nothing_comes_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Orders:ShippingMinor"] = "0");
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var shopper = await shop.ShopperAsync();
        var claim = await shop.ClaimAsync(
            shopper.AccountId, await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(10_000))));
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var placed = await shop.PlaceAsync(shopper, "free", claim);
        await shop.CancelPaidAsync((admin, placed.Number));

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await shop.SweepAsync();

        Assert.Equal((OrderState.Refunded, (9L, 1L, 1L), ClaimState.Unused), (await shop.StateAsync(placed.Number),
            await shop.CountsAsync(skuId), await shop.ReadAsync(
                db => db.Set<CouponClaim>().Where(c => c.Id == claim).Select(c => c.State).SingleAsync(Ct))));
        Assert.Equal((0, 0), await SweepAsync(shop));
        await shop.SettleMessagesAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F48_A_refund_whose_provider_is_away_backs_off_and_goes_back_once_when_it_returns(Store store)
    {
        var log = new LogLines();
        var (shop, faults) = await GatewayFaults.ShopAsync(store, Logging(log));
        await using var shopToDispose = shop;
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId);
        await shop.ShipAsync((admin, order.Number));
        await shop.RefundAsync((admin, order.Number), 4_000);

        faults.IsAnswerLost = true; // it is sent there, and nobody here learns of it
        for (var look = 1; look <= SettleDue.AlarmingTries + 1; look++)
        {
            shop.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal((0, 1), await SweepAsync(shop));
            Assert.Equal(look < SettleDue.AlarmingTries ? 0 : 1, log.Lines.Count(line =>
                line.StartsWith("Error: The money of refund", StringComparison.Ordinal)));
        }

        faults.IsAnswerLost = false;
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), await SweepAsync(shop));
        Assert.Equal((4_000L, OrderState.Shipped), (
            (await shop.RefundsAsync(order)).Back.Minor, await shop.StateAsync(order.Number)));
        await LateMessagesChangeNothingAsync(shop, order.Number, 4_000);
    }

    [Theory, EachStore]
    public async Task What_a_provider_refuses_waits_for_staff_who_has_it_tried_again(Store store)
    {
        var log = new LogLines();
        var (shop, faults) = await GatewayFaults.ShopAsync(store, Logging(log));
        await using var shopToDispose = shop;
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId);
        var other = await shop.PaidOrderAsync(skuId);
        await shop.ShipAsync((admin, order.Number));
        await shop.RefundAsync((admin, order.Number), 10_000);
        var refundId = (await shop.RefundsAsync(order)).Refunds.Single().Id;
        Assert.Equal(RetryRefundStatus.NotRefused, await RetryAsync((admin, order.Number, refundId)));

        faults.IsRefusing = true;
        await shop.SettleMessagesAsync();
        var asked = faults.Asked;
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 0), await SweepAsync(shop)); // nobody asks by himself
        await shop.SettleMessagesAsync();
        Assert.Equal(asked, faults.Asked);
        Assert.Equal(1, log.Lines.Count(line => line.StartsWith("Error: sandbox refuses", StringComparison.Ordinal)));
        Assert.Equal(0, await shop.ReadAsync(
            db => db.Set<OutboxMessage>().CountAsync(m => m.State != MessageState.Done, Ct)));
        var refused = await shop.Get<ListRefusedRefunds>().ExecuteAsync(new(admin), Ct);
        Assert.Equal([order.Number], refused.Orders);
        Assert.Equal(1, refused.Count);
        Assert.NotNull((await shop.RefundsAsync(order)).Refunds.Single().RefusedAt);

        Assert.Equal(RetryRefundStatus.NotAllowed, await RetryAsync((order.AccountId, order.Number, refundId)));
        Assert.Equal(RetryRefundStatus.NotFound, await RetryAsync((admin, other.Number, refundId)));
        Assert.DoesNotContain(await shop.TrailAsync(), row => row.StartsWith("refund.retry", StringComparison.Ordinal));
        faults.IsRefusing = false;
        var pressed = await Race.RunAsync(4, _ => RetryAsync((admin, order.Number, refundId)));
        Assert.Equal([RetryRefundStatus.NotRefused, RetryRefundStatus.NotRefused, RetryRefundStatus.NotRefused,
            RetryRefundStatus.Retried], pressed.Order());
        Assert.Equal($"refund.retry order {order.Number}: refused by the provider → 10000 asked for again",
            (await shop.TrailAsync()).Single(row => row.StartsWith("refund.retry", StringComparison.Ordinal)));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 0), await SweepAsync(shop)); // without its message, too

        Assert.Equal((OrderState.Refunded, 10_000L), (
            await shop.StateAsync(order.Number), await shop.SentBackAsync(order.Number)));
        Assert.Equal(RetryRefundStatus.NotRefused, await RetryAsync((admin, order.Number, refundId)));
        Assert.Equal(ListRefusedRefundsStatus.NotAllowed,
            (await shop.Get<ListRefusedRefunds>().ExecuteAsync(new(order.AccountId), Ct)).Status);
        await LateMessagesChangeNothingAsync(shop, order.Number, 10_000);

        Task<RetryRefundStatus> RetryAsync((long ActorId, OrderNumber Number, long Id) of) =>
            shop.Get<RetryRefund>().ExecuteAsync(new(of.ActorId, of.Number, of.Id), Ct);
    }

    [Theory, EachStore]
    public async Task Of_what_providers_refused_the_order_that_waits_longest_comes_first_and_each_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 20));
        var orders = new List<OrderNumber>();
        for (var i = 0; i < 7; i++) orders.Add((await shop.PaidOrderAsync(skuId)).Number);
        // Paid last, waiting longest; and each with a second one that was refused a day later.
        orders.Reverse();
        var first = shop.Clock.GetUtcNow();
        foreach (var (at, number) in orders.Index())
        {
            await shop.RefundAsync((admin, number), 1_000);
            await RefuseAsync(number, first.AddMinutes(at));
            await shop.RefundAsync((admin, number), 1_000);
            await RefuseAsync(number, first.AddDays(1).AddMinutes(-at));
        }

        var refused = await shop.Get<ListRefusedRefunds>().ExecuteAsync(new(admin), Ct);

        Assert.Equal(orders, refused.Orders);
        Assert.Equal(14, refused.Count);

        Task RefuseAsync(OrderNumber number, DateTimeOffset at) => shop.WriteAsync(db => db.Set<Refund>()
            .Where(r => r.RefusedAt == null)
            .Where(r => db.Set<Payment>().Any(p => p.Id == r.PaymentId && p.OrderNumber == number.Text))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.RefusedAt, at), Ct));
    }

    [Theory, EachStore]
    public async Task F33_Messages_and_sweeps_on_two_nodes_send_each_refund_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 20));
        var orders = new List<OrderNumber>();
        for (var i = 0; i < 8; i++) orders.Add((await shop.PaidOrderAsync(skuId)).Number);
        foreach (var number in orders) await shop.CancelPaidAsync((admin, number));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));

        for (var round = 0; round < 2; round++)
        {
            await Race.RunAsync(6, async i =>
            {
                if (i % 3 == 0) await shop.Get<SettleRefunds>().ExecuteAsync(Ct);
                else if (i % 3 == 1) await node.Get<SettleRefunds>().ExecuteAsync(Ct);
                else await (i == 2 ? shop.Get<DispatchMessages>() : node.Get<DispatchMessages>()).ExecuteAsync(Ct);
                return true;
            });
            shop.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await shop.SweepAsync();
        await shop.SettleMessagesAsync();
        foreach (var number in orders)
            Assert.Equal((OrderState.Refunded, 10_000L), (
                await shop.StateAsync(number), await shop.SentBackAsync(number)));
        Assert.Equal((20L, 8L, 8L), await shop.CountsAsync(skuId));
        await shop.AuditAsync();
    }

    /// <summary>More than fill a batch, and they stand before all others.</summary>
    [Theory, EachStore]
    public async Task F35_Refunds_that_cannot_be_sent_keep_none_of_the_others_from_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Settling:BatchMax"] = "2");
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 20));
        var orders = new List<OrderNumber>();
        for (var i = 0; i < 8; i++) orders.Add((await shop.PaidOrderAsync(skuId)).Number);
        foreach (var number in orders)
        {
            await shop.RefundAsync((admin, number), 1_000);
            shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        foreach (var number in orders.Take(3))
            await shop.WriteAsync(db => db.Set<Payment>().Where(p => p.OrderNumber == number.Text)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Provider, "nobody"), Ct));
        shop.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((5, 3), await SweepAsync(shop));
        Assert.Equal((0, 0), await SweepAsync(shop));
        foreach (var number in orders.Skip(3)) Assert.Equal(1_000L, await shop.SentBackAsync(number));
    }

    private static Action<TestShopOptions> Logging(LogLines log) => options =>
    {
        var services = options.Services;
        options.Services = s =>
        {
            services(s);
            s.AddLogging(l => l.AddProvider(log));
        };
    };

    private static async Task<(int Settled, int PutOff)> SweepAsync(TestShop shop)
    {
        var swept = await shop.Get<SettleRefunds>().ExecuteAsync(Ct);
        return (swept.Settled, swept.PutOff);
    }

    /// <summary>The messages come after all, and then once more.</summary>
    private static async Task LateMessagesChangeNothingAsync(TestShop shop, OrderNumber number, long backMinor)
    {
        await shop.SettleMessagesAsync();
        await shop.RunMessagesAgainAsync();
        await shop.SettleMessagesAsync();
        Assert.Equal(backMinor, await shop.SentBackAsync(number));
        await shop.AuditAsync();
    }
}
