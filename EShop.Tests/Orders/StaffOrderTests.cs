using EShop.Core.Orders;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Orders;

public sealed class StaffOrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_paid_order_is_shipped_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var ship = new ShipOrderRequest(admin, placed.Number, " SF 123 ");

        Assert.Equal(ShipOrderStatus.TrackingMissing, await ShipAsync(shop, ship with { Tracking = " " }));
        var tooLong = ship with { Tracking = new string('x', 81) };
        Assert.Equal(ShipOrderStatus.TrackingTooLong, await ShipAsync(shop, tooLong));
        Assert.Equal(ShipOrderStatus.NotFound, await ShipAsync(shop, ship with { Number = shop.AnyNumber() }));
        Assert.Equal(ShipOrderStatus.NotToBeShipped, await ShipAsync(shop, ship));
        await shop.PayAsync(placed.Number, "t1");
        Assert.Equal(ShipOrderStatus.Shipped, await ShipAsync(shop, ship));
        Assert.Equal(ShipOrderStatus.NotToBeShipped, await ShipAsync(shop, ship));

        var shown = await shop.Get<ShowOrder>().ExecuteAsync(new(accountId, placed.Number), Ct);
        Assert.Equal((OrderState.Shipped, "SF 123"), (shown.Order!.State, shown.Order.Tracking));
        Assert.True(shown.Order.Steps[^1].IsByStaff);
        Assert.Equal([$"order.ship order {placed.Number}: Paid → Shipped: SF 123"], await shop.TrailAsync());
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task An_unpaid_order_is_cancelled_and_its_stock_comes_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId, 2);

        Assert.Equal(CancelOrderByStaffStatus.NotFound, await CancelAsync(shop, new(admin, shop.AnyNumber())));
        Assert.Equal(CancelOrderByStaffStatus.Cancelled, await CancelAsync(shop, new(admin, placed.Number)));
        Assert.Equal(CancelOrderByStaffStatus.NoLongerOpen, await CancelAsync(shop, new(admin, placed.Number)));
        await shop.DeliverAsync();

        Assert.Equal(5, (await shop.StockAsync(skuId)).Available);
        var shown = await shop.Get<ShowOrderForStaff>().ExecuteAsync(new(admin, placed.Number), Ct);
        Assert.Equal(CloseReason.CancelledByStaff, shown.Order!.CloseReason);
        Assert.EndsWith("@shop.test", shown.Email, StringComparison.Ordinal);
        Assert.Equal([$"order.cancel order {placed.Number}: AwaitingPayment → Closed"], await shop.TrailAsync());
        await shop.AuditAsync();
    }

    private static Task<ShipOrderStatus> ShipAsync(TestShop shop, ShipOrderRequest request) =>
        shop.Get<ShipOrder>().ExecuteAsync(request, Ct);

    private static Task<CancelOrderByStaffStatus> CancelAsync(TestShop shop, CancelOrderByStaffRequest request) =>
        shop.Get<CancelOrderByStaff>().ExecuteAsync(request, Ct);
}
