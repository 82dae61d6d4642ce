using EShop.Core.Coupons;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Tests.Coupons;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments.Refunds;

public sealed class CancelPaidOrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_58_money_and_goods_of_a_cancelled_order_come_back_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId, quantity: 2);
        var of = (admin, order.Number);
        await shop.RefundAsync(of, 5_000, new ReturnedGoods(skuId, 1, IsBackInStock: false));

        Assert.Equal(CancelPaidOrderStatus.NotFound, await shop.CancelPaidAsync((admin, shop.AnyNumber())));
        Assert.Equal(CancelPaidOrderStatus.Cancelled, await shop.CancelPaidAsync(of));
        Assert.Equal(CancelPaidOrderStatus.NotToBeCancelled, await shop.CancelPaidAsync(of));
        // From this moment on it is not sent, whatever becomes of the money.
        Assert.Equal(ShipOrderStatus.NotToBeShipped,
            await shop.Get<ShipOrder>().ExecuteAsync(new(admin, order.Number, "SF 1"), Ct));
        Assert.Equal(CancelOrderStatus.NoLongerOpen,
            await shop.Get<CancelOrder>().ExecuteAsync(new(order.AccountId, order.Number), Ct));
        Assert.Equal(AskForRefundStatus.NothingToRefund, await shop.AskAsync(order));
        await shop.SettleMessagesAsync();
        await shop.RunMessagesAgainAsync();
        await shop.SettleMessagesAsync();

        Assert.Equal((OrderState.Refunded, (8L, 2L, 1L), 20_000L), (await shop.StateAsync(order.Number),
            await shop.CountsAsync(skuId), await shop.SentBackAsync(order.Number)));
        var mail = (await shop.MailsAsync(order.AccountId)).Single(
            m => m.Subject == $"Order {order.Number} is cancelled");
        Assert.Contains("The shop says: The last one broke.", mail.TextBody, StringComparison.Ordinal);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Goods_of_a_cancelled_order_come_back_also_when_staff_was_faster_with_all_of_the_money(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId, quantity: 2);
        var of = (admin, order.Number);
        Assert.Equal(CancelPaidOrderStatus.Cancelled, await shop.CancelPaidAsync(of));
        // Its message is late, as after a failed delivery.
        await shop.WriteAsync(db => db.Set<OutboxMessage>().Where(m => m.Kind == nameof(OrderStopped))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, shop.Now.AddMinutes(1)), Ct));
        Assert.Equal(RefundOrderStatus.Refunded, (await shop.RefundAsync(of, 20_000)).Status);
        await shop.SettleMessagesAsync();
        Assert.Equal((OrderState.Refunded, (7L, 2L, 0L)),
            (await shop.StateAsync(order.Number), await shop.CountsAsync(skuId)));

        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.SettleMessagesAsync();
        shop.Clock.Advance(TimeSpan.FromHours(8)); // a message that fails is given up by then
        await shop.SettleMessagesAsync();

        Assert.Equal(((9L, 2L, 2L), 20_000L),
            (await shop.CountsAsync(skuId), await shop.SentBackAsync(order.Number)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Of_cancelling_and_sending_at_once_exactly_one_wins(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 30));
        var orders = new List<(long AccountId, OrderNumber Number)>();
        for (var i = 0; i < 10; i++) orders.Add(await shop.PaidOrderAsync(skuId));

        await Race.RunAsync(20, async i =>
        {
            var number = orders[i / 2].Number;
            if (i % 2 == 0) await shop.CancelPaidAsync((admin, number));
            else await node.Get<ShipOrder>().ExecuteAsync(new(admin, number, "SF 1"), Ct);
            return true;
        });
        await shop.SettleMessagesAsync();

        var shipped = 0;
        foreach (var (_, number) in orders)
        {
            var (state, back) = (await shop.StateAsync(number), await shop.SentBackAsync(number));
            Assert.Contains((state, back), new[] { (OrderState.Shipped, 0L), (OrderState.Refunded, 10_000L) });
            if (state == OrderState.Shipped) shipped++;
        }

        Assert.Equal((30L - shipped, 10L, 10L - shipped), await shop.CountsAsync(skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_41_the_coupon_stays_used_unless_the_shop_cancels_unasked(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 30));
        var (asked, first) = await WithCouponAsync(shop, skuId);
        await shop.AskAsync(asked);
        await shop.CancelPaidAsync((admin, asked.Number));
        var (unasked, second) = await WithCouponAsync(shop, skuId);
        await shop.CancelPaidAsync((admin, unasked.Number));
        var (sent, third) = await WithCouponAsync(shop, skuId);
        await shop.ShipAsync((admin, sent.Number));
        await shop.RefundAsync((admin, sent.Number), 9_000 + Shipping);
        await shop.SettleMessagesAsync();

        foreach (var (number, claimId, state) in new[]
        {
            (asked.Number, first, ClaimState.Used), (unasked.Number, second, ClaimState.Unused),
            (sent.Number, third, ClaimState.Used),
        })
            Assert.Equal((OrderState.Refunded, state), (await shop.StateAsync(number), await shop.ReadAsync(
                db => db.Set<CouponClaim>().Where(c => c.Id == claimId).Select(c => c.State).SingleAsync(Ct))));
        Assert.Equal(RefundRequestState.Accepted, await shop.RequestStateAsync(asked.Number));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task An_order_that_cost_nothing_is_cancelled_without_money(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Orders:ShippingMinor"] = "0");
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var shopper = await shop.ShopperAsync();
        var claim = await shop.ClaimAsync(
            shopper.AccountId, await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(10_000))));
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var placed = await shop.PlaceAsync(shopper, "free", claim);
        Assert.Equal(OrderState.Paid, await shop.StateAsync(placed.Number));

        Assert.Equal(CancelPaidOrderStatus.Cancelled, await shop.CancelPaidAsync((admin, placed.Number)));
        await shop.SettleMessagesAsync();

        Assert.Equal((OrderState.Refunded, (9L, 1L, 1L)),
            (await shop.StateAsync(placed.Number), await shop.CountsAsync(skuId)));
        await shop.AuditAsync();
    }

    // Goods for 100.00 less a coupon of 10.00 are sent free: that is reckoned before the discount.
    private const long Shipping = 0;

    private static async Task<((long AccountId, OrderNumber Number) Order, long ClaimId)> WithCouponAsync(
        TestShop shop, long skuId)
    {
        var shopper = await shop.ShopperAsync();
        var claim = await shop.ClaimAsync(shopper.AccountId, await shop.CouponAsync(total: 10));
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var placed = await shop.PlaceAsync(shopper, RandomToken.New(), claim);
        Assert.Equal(CheckOutStatus.Placed, placed.Status);
        var trade = await shop.PayAtTheSandboxAsync((shopper.AccountId, placed.Number));
        await shop.PayAsync(placed.Number, trade);
        await shop.SettleMessagesAsync();
        return ((shopper.AccountId, placed.Number), claim);
    }
}
