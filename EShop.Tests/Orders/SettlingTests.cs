using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

/// <summary>What becomes of stock and coupons when an order is paid, closed, timed out or never came to be.</summary>
public sealed class SettlingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S12_A_paid_order_finishes_its_tasks_by_message(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId, 2);

        Assert.Equal(ReceivePaymentStatus.Recorded, await shop.PayAsync(placed.Number, "t1"));
        await shop.DeliverAsync();

        var level = await shop.StockAsync(skuId);
        Assert.Equal((3L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S12_Without_messages_the_timed_job_settles_all(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, paid) = await shop.BuyAsync(skuId, 2);
        var (_, unpaid) = await shop.BuyAsync(skuId, 1);
        await shop.PayAsync(paid.Number, "t1");

        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.SweepAsync();

        var level = await shop.StockAsync(skuId);
        Assert.Equal((3L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        Assert.Equal(OrderState.Closed, await StateAsync(shop, unpaid.Number));
    }

    [Theory, EachStore]
    public async Task S12_An_order_that_lapses_gives_stock_and_coupon_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 5), await shop.ShopperAsync());
        var couponId = await shop.CouponAsync(total: 10);
        var claim = await shop.Get<ClaimCoupon>().ExecuteAsync(new(shopper.AccountId, couponId, Guid.NewGuid()), Ct);
        await shop.CartAsync(shopper.AccountId, (skuId, 2));
        Assert.Equal(CheckOutStatus.Placed, (await shop.PlaceAsync(shopper, "key", claim.ClaimId)).Status);
        Assert.Equal(ClaimState.Held, await ClaimStateAsync(shop, claim.ClaimId));

        shop.Clock.Advance(TimeSpan.FromMinutes(15));
        await shop.DeliverAsync(); // the delayed CloseUnpaidOrder
        await shop.DeliverAsync(); // and the OrderClosed that it wrote

        var level = await shop.StockAsync(skuId);
        Assert.Equal((5L, 0L, 0L), (level.Available, level.Locked, level.Sold));
        Assert.Equal(ClaimState.Unused, await ClaimStateAsync(shop, claim.ClaimId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S12_Before_the_limit_an_open_order_keeps_its_stock(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId);

        shop.Clock.Advance(TimeSpan.FromMinutes(14));
        await shop.SweepAsync();

        Assert.Equal(1L, (await shop.StockAsync(skuId)).Locked);
        Assert.Equal(OrderState.AwaitingPayment, await StateAsync(shop, placed.Number));
    }

    [Theory, EachStore]
    public async Task S13_Stock_of_an_order_that_never_came_to_be_is_restored_for_good(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var number = OrderNumber.New(shop.Now);
        await shop.Get<TakeStock>().ExecuteAsync(
            new TakeStockRequest(number, [(skuId, 2)], shop.Now.AddSeconds(60)), Ct);
        Assert.Equal(2L, (await shop.StockAsync(skuId)).Locked);

        shop.Clock.Advance(TimeSpan.FromSeconds(61));
        await shop.SweepAsync();

        var level = await shop.StockAsync(skuId);
        Assert.Equal((5L, 0L), (level.Available, level.Locked));
        var late = await Assert.ThrowsAnyAsync<Exception>(() => shop.WriteAsync(db =>
        {
            db.Set<OrderNumberFate>().Add(new() { Number = number.Text, IsCreated = true, At = shop.Now });
            return Task.FromResult(true);
        }));
        Assert.True(EShop.Core.Storage.StoreErrors.IsDuplicate(late));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S15_Messages_and_sweeps_on_two_nodes_at_once_settle_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var skuId = await shop.SkuAsync(stock: 40);
        var numbers = new List<OrderNumber>();
        for (var i = 0; i < 20; i++) numbers.Add((await shop.BuyAsync(skuId)).Result.Number);
        for (var i = 0; i < 10; i++) await shop.PayAsync(numbers[i], $"t{i}");
        shop.Clock.Advance(TimeSpan.FromMinutes(16));

        await Race.RunAsync(6, async i =>
        {
            if (i < 2) await shop.SweepAsync();
            else if (i < 4) await shop.DeliverAsync();
            else await node.Get<SettleStockTasks>().ExecuteAsync(Ct);
            return true;
        });
        await shop.SweepAsync();

        var level = await shop.StockAsync(skuId);
        Assert.Equal((30L, 0L, 10L), (level.Available, level.Locked, level.Sold));
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    private static Task<OrderState> StateAsync(TestShop shop, OrderNumber number) => shop.ReadAsync(
        db => db.Set<Order>().Where(o => o.Number == number.Text).Select(o => o.State).SingleAsync(Ct));

    private static Task<ClaimState> ClaimStateAsync(TestShop shop, long claimId) => shop.ReadAsync(
        db => db.Set<CouponClaim>().Where(c => c.Id == claimId).Select(c => c.State).SingleAsync(Ct));
}
