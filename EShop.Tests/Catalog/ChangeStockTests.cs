using EShop.Core.Catalog.Manage;
using EShop.Core.Inventory;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Catalog;

public sealed class ChangeStockTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Each_refusal_in_order_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        await shop.BuyAsync(skuId, 2);
        var good = new ChangeStockRequest(admin, skuId, 3, StockChangeReason.Received, "");
        (ChangeStockRequest Request, ChangeStockStatus Status)[] all =
        [
            (good with { Quantity = 0 }, ChangeStockStatus.QuantityOutOfRange),
            (good with { Quantity = long.MinValue }, ChangeStockStatus.QuantityOutOfRange),
            (good with { Quantity = 1_000_001 }, ChangeStockStatus.QuantityOutOfRange),
            (good with { Quantity = -1 }, ChangeStockStatus.WrongDirection),
            (good with { Reason = StockChangeReason.WrittenOff }, ChangeStockStatus.WrongDirection),
            (good with { Note = new string('x', 201) }, ChangeStockStatus.NoteTooLong),
            (good with { Reason = StockChangeReason.Corrected, Note = " " }, ChangeStockStatus.NoteMissing),
            (good with { SkuId = 999 }, ChangeStockStatus.NotFound),
            (good with { Quantity = -4, Reason = StockChangeReason.WrittenOff }, ChangeStockStatus.BelowZero),
        ];
        foreach (var (request, status) in all) Assert.Equal(status, (await ChangeAsync(shop, request)).Status);

        var level = await shop.StockAsync(skuId);
        Assert.Equal((3L, 2L), (level.Available, level.Locked));
        Assert.Empty(await shop.TrailAsync());
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Changes_are_movements_with_who_and_why(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);

        Assert.Equal(
            new ChangeStockResult(ChangeStockStatus.Changed, 15),
            await ChangeAsync(shop, new(admin, skuId, 10, StockChangeReason.Received, "delivery")));
        Assert.Equal(
            new ChangeStockResult(ChangeStockStatus.Changed, 0),
            await ChangeAsync(shop, new(admin, skuId, -15, StockChangeReason.Corrected, "flood")));

        var shown = await shop.Get<ShowStock>().ExecuteAsync(new(admin, skuId, 1), Ct);
        Assert.Equal(
            [(-15L, StockReason.Corrected, "flood"), (10L, StockReason.Received, "delivery"),
                (5L, StockReason.Received, "seed")],
            shown.Movements.Select(m => (m.Quantity, m.Reason, m.Note)));
        Assert.All(shown.Movements.Take(2), m => Assert.EndsWith("@shop.test", m.StaffEmail, StringComparison.Ordinal));
        Assert.Equal($"stock.change sku {skuId}: 5 → 15 (Received: delivery)", (await shop.TrailAsync())[0]);
        await shop.AuditAsync();
    }

    private static Task<ChangeStockResult> ChangeAsync(TestShop shop, ChangeStockRequest request) =>
        shop.Get<ChangeStock>().ExecuteAsync(request, Ct);
}
