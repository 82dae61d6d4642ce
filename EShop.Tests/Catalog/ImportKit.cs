using EShop.Core.Catalog;
using EShop.Core.Catalog.Import;
using EShop.Core.Inventory;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Catalog;

/// <summary>Files to import, and a look at what became of them.</summary>
internal static class ImportKit
{
    public const string Header =
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
        + "Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,"
        + "Variant Compare At Price,Image Src";

    public static string Apparel { get; } = Path.Combine(Repository.Root, "EShop.Tests", "Catalog", "apparel.csv");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A row of a product without options.</summary>
    public static string Plain(string handle, string price = "10", string quantity = "5") =>
        $"{handle},Some {handle},,,Things,,true,Title,Default Title,,,,,,100,{quantity},{price},,";

    /// <summary>A further row with a size of a product; the first one carries the title.</summary>
    public static string Size(string handle, string title, string size, string sku = "") =>
        $"{handle},{title},,,Things,,,{(title.Length > 0 ? "Size" : "")},{size},,,,,{sku},100,5,10,,";

    public static Task<ImportProductsResult> ImportAsync(this TestShop shop, params string[] rows) =>
        shop.ImportTextAsync(string.Join('\n', rows.Prepend(Header)) + "\n");

    public static async Task<ImportProductsResult> ImportTextAsync(this TestShop shop, string text)
    {
        var file = Path.Combine(shop.DataFolder, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(file, text, Ct);
        return await shop.ImportFileAsync(file);
    }

    public static Task<ImportProductsResult> ImportFileAsync(this TestShop shop, string file) =>
        shop.Get<ImportProducts>().ExecuteAsync(new ImportProductsRequest(file, null), Ct);

    public static Task<List<Product>> ProductsAsync(this TestShop shop) => shop.Get<ShopStore>().ReadAsync(
        db => db.Set<Product>().Include(p => p.Skus.OrderBy(s => s.Position)).Include(p => p.Options)
            .OrderBy(p => p.Handle).ToListAsync(Ct), Ct);

    public static async Task<Product> ProductAsync(this TestShop shop, string handle) =>
        (await shop.ProductsAsync()).Single(p => p.Handle == handle);

    /// <summary>The free stock of all SKUs together.</summary>
    public static Task<long> AvailableAsync(this TestShop shop) => shop.Get<ShopStore>().ReadAsync(
        db => db.Set<StockLevel>().SumAsync(l => l.Available, Ct), Ct);

    public static Task<List<StockMovement>> MovementsAsync(this TestShop shop) => shop.Get<ShopStore>().ReadAsync(
        db => db.Set<StockMovement>().OrderBy(m => m.Id).ToListAsync(Ct), Ct);
}
