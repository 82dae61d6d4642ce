using System.Text;
using EShop.Core.Catalog;
using EShop.Core.Catalog.Import;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Catalog;

public sealed class ExportProductsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task What_was_exported_imports_again_unchanged(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        await shop.ImportFileAsync(ImportKit.Apparel);
        await shop.ImportAsync(
            "tea,\"Tea, \"\"green\"\"\",\"<p>Two\nlines</p>\",=House,Drinks,\"hot, green\",false,Title,Default Title,"
            + ",,,,TEA-1,50,7,12.5,15,",
            ImportKit.Plain("cup"));
        var (before, stock) = (await shop.ProductsAsync(), await shop.AvailableAsync());

        var file = await ExportAsync(shop, admin);
        var again = await shop.ImportTextAsync(file);

        Assert.Empty(again.Rejected);
        Assert.Equal((0, 0, before.Count), (again.Created, again.Updated, again.Unchanged));
        Assert.Equal(stock, await shop.AvailableAsync());
        Assert.Equal(
            before.Select(p => (p.Handle, p.Version, p.State)),
            (await shop.ProductsAsync()).Select(p => (p.Handle, p.Version, p.State)));
        Assert.Equal(file, await ExportAsync(shop, admin));
    }

    [Theory, EachStore]
    public async Task An_empty_shop_takes_the_export_of_another(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await using var other = await TestShop.CreateAsync(store);
        await shop.ImportFileAsync(ImportKit.Apparel);

        var taken = await other.ImportTextAsync(await ExportAsync(shop, await shop.AdminAsync()));

        Assert.Empty(taken.Rejected);
        Assert.Equal((await shop.ProductsAsync()).Select(Told), (await other.ProductsAsync()).Select(Told));
    }

    [Fact]
    public async Task Abuse_59_what_a_spreadsheet_would_run_is_led_by_an_apostrophe()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await shop.ImportAsync("tea,=cmd|' /C calc'!A0,,@House,Drinks,,true,Title,Default Title,,,,,+1,50,7,12.5,,");
        var file = await ExportAsync(shop, await shop.AdminAsync());
        Assert.Contains("tea,'=cmd|' /C calc'!A0,,'@House,", file, StringComparison.Ordinal);
        Assert.Contains(",'+1,50,", file, StringComparison.Ordinal);
        Assert.Equal("=cmd|' /C calc'!A0", (await shop.ProductAsync("tea")).Name.En);
    }

    [Theory, EachStore]
    public async Task Staff_imports_and_leaves_a_trail(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();

        var refused = await SendAsync(shop, admin, "no header");
        Assert.Equal(ImportProductsByStaffStatus.Refused, refused.Status);
        Assert.Empty(await shop.TrailAsync());
        var taken = await SendAsync(shop, admin, $"{ImportKit.Header}\n{ImportKit.Plain("cup")}\n");

        Assert.Equal((ImportProductsByStaffStatus.Imported, 1), (taken.Status, taken.Import!.Created));
        Assert.Equal(
            ["product.import file cups.csv:  → created 1, updated 0, unchanged 0, rejected 0"],
            await shop.TrailAsync());
        Assert.Equal(ProductState.Published, (await shop.ProductAsync("cup")).State);
        await shop.AuditAsync();
    }

    private static string Told(Product product) =>
        $"{product.Handle} {product.Name} {product.Description} {product.Brand} {product.Tags} {product.State} "
        + string.Join(", ", product.Skus.Select(s => $"{s.Code} {s.PriceMinor} {s.CompareAtMinor} {s.Value1}"));

    private static async Task<ImportProductsByStaffResult> SendAsync(TestShop shop, long admin, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await shop.Get<ImportProductsByStaff>().ExecuteAsync(new(admin, "cups.csv", content, null), Ct);
    }

    private static async Task<string> ExportAsync(TestShop shop, long admin)
    {
        using var output = new MemoryStream();
        var exported = await shop.Get<ExportProducts>().ExecuteAsync(new(admin, output), Ct);
        Assert.Equal(ExportProductsStatus.Exported, exported.Status);
        return Encoding.UTF8.GetString(output.ToArray()).TrimStart('\uFEFF');
    }
}
