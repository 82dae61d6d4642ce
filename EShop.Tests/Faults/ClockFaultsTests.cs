using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Payments;
using EShop.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Faults;

/// <summary>Clocks that go back, and nodes whose clocks differ: nothing is settled early by more than they differ,
/// nothing happens twice, and the books do not take a clock for a fault.</summary>
public sealed class ClockFaultsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F25_A_clock_that_goes_back_an_hour_settles_nothing_early_and_nothing_twice(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 9);
        var (first, open) = await shop.BuyAsync(skuId);
        var shopper = await shop.ShopperAsync();
        var claimId = await ClaimAsync(shop.Get<ClaimCoupon>(), await shop.CouponAsync(total: 1), shopper.AccountId);
        await shop.DeliverAllAsync();

        shop.Clock.AdjustTime(shop.Now.AddHours(-1));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(open.Number));
        Assert.Equal((8L, 1L, 0L), await shop.LevelsAsync(skuId));

        // What was had at a later hour can be used, paid for and lapse at this one.
        await shop.CartAsync(shopper.AccountId, (skuId, 2));
        var second = await shop.PlaceAsync(shopper, RandomToken.New(), claimId);
        Assert.Equal(CheckOutStatus.Placed, second.Status);
        Assert.NotEqual(open.Number, second.Number);
        await shop.PaySilentlyAsync(await shop.StartAsync((first, open.Number)));
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();
        Assert.Equal(OrderState.AwaitingPayment, await shop.OrderStateAsync(open.Number)); // its limit is far away
        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(second.Number));
        Assert.Equal((8L, 1L, 0L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();

        // The hour comes again.
        shop.Clock.Advance(TimeSpan.FromHours(1));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();
        await shop.SweepAsync();
        Assert.Equal(OrderState.Paid, await shop.OrderStateAsync(open.Number));
        Assert.Equal((8L, 0L, 1L), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F26_Two_nodes_that_differ_by_five_seconds_decide_each_order_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var ahead = new FakeTimeProvider(shop.Now.AddSeconds(5));
        var node = shop.SecondNode(ahead);
        var skuId = await shop.SkuAsync(stock: 40);
        var couponId = await shop.CouponAsync(total: 1);
        // Had at the node that is ahead, used at the other one before it was had.
        var shopper = await shop.ShopperAsync();
        var claimId = await ClaimAsync(node.Get<ClaimCoupon>(), couponId, shopper.AccountId);
        await shop.CartAsync(shopper.AccountId, (skuId, 2));
        var withCoupon = await shop.PlaceAsync(shopper, RandomToken.New(), claimId);
        Assert.Equal(CheckOutStatus.Placed, withCoupon.Status);
        var orders = new List<(long AccountId, OrderNumber Number, string TradeId)>();
        for (var i = 0; i < 12; i++)
        {
            var (accountId, placed) = await shop.BuyAsync(skuId);
            orders.Add((accountId, placed.Number, await shop.StartAsync((accountId, placed.Number))));
        }

        // For one node the limit has passed, for the other it has not. A third has paid, and nobody was told.
        for (var i = 0; i < 4; i++) await shop.PaySilentlyAsync(orders[i].TradeId);
        var almost = new OrderOptions().PayLimit - TimeSpan.FromSeconds(2);
        shop.Clock.Advance(almost);
        ahead.Advance(almost);
        var paid = await Race.RunAsync(8, async i =>
        {
            if (i < 4) return await PayAndTellAsync(shop, orders[4 + i]);
            if (i % 2 == 0) await node.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
            else if (i == 5) await node.Get<SettleStockTasks>().ExecuteAsync(Ct);
            else await shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
            return false;
        });
        await node.Get<CloseOverdueOrders>().ExecuteAsync(Ct);
        await shop.DeliverAllAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(3));
        await shop.SweepAsync();
        await shop.DeliverAllAsync();

        var states = await Task.WhenAll(orders.Select(o => shop.OrderStateAsync(o.Number)));
        Assert.All(states[..4], state => Assert.Equal(OrderState.Paid, state));
        Assert.Equal(paid[..4].Select(isPaid => isPaid ? OrderState.Paid : OrderState.Closed), states[4..8]);
        Assert.All(states[8..], state => Assert.Equal(OrderState.Closed, state));
        Assert.Equal(OrderState.Closed, await shop.OrderStateAsync(withCoupon.Number));
        var sold = states.Count(state => state == OrderState.Paid);
        Assert.Equal((40L - sold, 0L, (long)sold), await shop.LevelsAsync(skuId));
        await shop.AuditAsync();
    }

    /// <summary>True: the provider took the money.</summary>
    private static async Task<bool> PayAndTellAsync(
        TestShop shop, (long AccountId, OrderNumber Number, string TradeId) order)
    {
        var status = await shop.Get<PaySandboxTrade>().ExecuteAsync(new(order.TradeId, SandboxWay.LoseCallback), Ct);
        if (status != PaySandboxTradeStatus.Paid) return false;
        await shop.PayAsync(order.Number, order.TradeId);
        return true;
    }

    private static async Task<long> ClaimAsync(ClaimCoupon claim, long couponId, long accountId)
    {
        var answer = await claim.ExecuteAsync(new ClaimCouponRequest(accountId, couponId, Guid.NewGuid()), Ct);
        Assert.Equal(ClaimCouponStatus.Claimed, answer.Status);
        return answer.ClaimId;
    }
}
