using EShop.Core.Catalog;
using EShop.Core.Catalog.Import;
using EShop.Core.Inventory;
using EShop.Core.Storage;
using EShop.Tests.Support;

namespace EShop.Tests.Catalog;

public sealed class ImportProductsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_sample_of_Shopify_comes_in_whole(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var result = await shop.ImportFileAsync(ImportKit.Apparel);

        Assert.Empty(result.Rejected);
        Assert.Equal(ImportProductsStatus.Imported, result.Status);
        Assert.Equal((20, 20, 0, 0), (result.Products, result.Created, result.Updated, result.Unchanged));
        Assert.Equal(result.Skus, await shop.AvailableAsync());
        Assert.True(result.PicturesLeftOut >= 20);
        var top = await shop.ProductAsync("classic-varsity-top");
        Assert.Equal(["Small", "Medium", "Large"], top.Skus.Select(s => s.Value1.En));
        Assert.Equal("CLASSIC-VARSITY-TOP-SMALL", top.Skus[0].Code);
        Assert.Equal(60_00, top.PriceFromMinor);
        Assert.Equal(",women,", top.Tags);
        Assert.Empty((await shop.ProductAsync("ocean-blue-shirt")).Options);
    }

    [Theory, EachStore]
    public async Task The_same_file_again_changes_nothing_and_says_so(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await shop.ImportFileAsync(ImportKit.Apparel);
        var (before, movements) = (await shop.ProductsAsync(), await shop.MovementsAsync());
        shop.Clock.Advance(TimeSpan.FromDays(1));
        var again = await shop.ImportFileAsync(ImportKit.Apparel);

        Assert.Equal((20, 0, 0, 20), (again.Products, again.Created, again.Updated, again.Unchanged));
        Assert.Equal(movements.Count, (await shop.MovementsAsync()).Count);
        Assert.Equal(before.Select(p => p.UpdatedAt), (await shop.ProductsAsync()).Select(p => p.UpdatedAt));
    }

    [Theory, EachStore]
    public async Task A_changed_file_updates_and_books_only_the_difference(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await shop.ImportAsync(ImportKit.Plain("cup", "10", "5"), ImportKit.Plain("jug", "20", "7"));
        await SellAsync(shop, 2);
        var result = await shop.ImportAsync(ImportKit.Plain("cup", "12.50", "8"), ImportKit.Plain("jug", "20", "7"));

        Assert.Equal((2, 0, 1, 1), (result.Products, result.Created, result.Updated, result.Unchanged));
        Assert.Equal(12_50, (await shop.ProductAsync("cup")).Skus.Single().PriceMinor);
        Assert.Equal(5 + 7 - 2 + 3, await shop.AvailableAsync());
        var last = (await shop.MovementsAsync())[^1];
        Assert.Equal((3, StockReason.Corrected), (last.Quantity, last.Reason));
    }

    [Fact]
    public async Task A_quantity_that_went_below_what_is_free_leaves_the_product_as_it_was()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.ImportAsync(ImportKit.Plain("cup", "10", "5"));
        await SellAsync(shop, 4);
        var result = await shop.ImportAsync(ImportKit.Plain("cup", "99", "2"));

        Assert.Equal(2, Assert.Single(result.Rejected).Line);
        Assert.Equal(10_00, (await shop.ProductAsync("cup")).Skus.Single().PriceMinor);
        Assert.Equal(1, await shop.AvailableAsync());
    }

    [Fact]
    public async Task A_variant_that_the_file_no_longer_names_cannot_be_bought_any_more()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.ImportAsync(ImportKit.Size("tee", "Tee", "S"), ImportKit.Size("tee", "", "M"));
        await shop.ImportAsync(ImportKit.Size("tee", "Tee", "M"));

        Assert.Equal([false, true], (await shop.ProductAsync("tee")).Skus.OrderBy(s => s.Code == "TEE-M")
            .Select(s => s.IsActive));
    }

    [Fact]
    public async Task Bodies_are_made_safe_and_pictures_counted()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var result = await shop.ImportAsync(
            "cup,Cup,\"<p onclick='x()'>Good<script>alert(1)</script> <a href='javascript:x'>cup</a></p>\",Potter,"
            + "Kitchen ware,\"Blue, GIFT\",false,Title,Default Title,,,,,C-1,250,3,19.90,25,https://x.example/cup.jpg");

        var cup = await shop.ProductAsync("cup");
        Assert.Equal("<p>Good <a rel=\"nofollow noopener noreferrer\">cup</a></p>", cup.Description.En);
        Assert.Equal((",blue,gift,", ProductState.Draft, "Potter"), (cup.Tags, cup.State, cup.Brand));
        Assert.Equal(
            (19_90, 25_00L, 250), (cup.Skus[0].PriceMinor, cup.Skus[0].CompareAtMinor, cup.Skus[0].WeightGrams));
        Assert.Equal(1, result.PicturesLeftOut);
    }

    [Fact]
    public async Task A_byte_order_mark_and_Windows_line_ends_are_fine()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var result = await shop.ImportTextAsync(
            "\uFEFF" + ImportKit.Header + "\r\n" + ImportKit.Plain("cup") + "\r\n\r\n");

        Assert.Equal(1, result.Created);
        Assert.Empty(result.Rejected);
    }

    [Fact]
    public async Task Chinese_texts_come_in_as_Chinese()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.ImportAsync("连衣裙,蓝色连衣裙,<p>好看</p>,,女装,,true,颜色,蓝,,,,,,0,1,199,,");

        var dress = await shop.ProductAsync("连衣裙");
        Assert.Equal(("", "蓝色连衣裙"), (dress.Name.En, dress.Name.Zh));
        Assert.Equal("蓝", dress.Skus[0].Value1.Zh);
    }

    // As an order would: the import must not undo it.
    private static Task SellAsync(TestShop shop, int quantity) => shop.Get<ShopStore>().WriteAsync(async db =>
    {
        var sku = (await shop.ProductAsync("cup")).Skus.Single().Id;
        var change = new StockChange(sku, -quantity, StockReason.WrittenOff, null, "Test");
        Assert.True(await StockLedger.ChangeAsync(db, shop.Now, change, Ct));
    }, Ct);
}
