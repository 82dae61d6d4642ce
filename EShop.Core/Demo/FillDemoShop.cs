using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Objects;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Demo;

public enum FillDemoShopStatus
{
    /// <summary>The shop has products; nothing was changed.</summary>
    NotEmpty = 1,
    Filled,
}

public sealed record FillDemoShopResult(FillDemoShopStatus Status, int Products, int Skus);

/// <summary>Gives an empty shop something to look at: products with pictures and stock, and coupons. All rows come in
/// one transaction, so a start that was killed leaves none and the next one fills the shop.</summary>
public sealed class FillDemoShop(ShopStore store, IObjectStore objects, TimeProvider time)
{
    private const int PicturesAtOnce = 8, MixStep = 29;

    public async Task<FillDemoShopResult> ExecuteAsync(CancellationToken ct)
    {
        if (!await store.ReadAsync(IsEmptyAsync, ct)) return new FillDemoShopResult(FillDemoShopStatus.NotEmpty, 0, 0);
        var catalog = DemoCatalog.Read();
        await PutPicturesAsync(catalog, ct);
        var now = time.GetUtcNow();
        try
        {
            return await store.WriteAsync(db => FillAsync(db, now, catalog, ct), ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // Another node was faster.
            return new FillDemoShopResult(FillDemoShopStatus.NotEmpty, 0, 0);
        }

        async Task<bool> IsEmptyAsync(ShopDbContext db) =>
            !await db.Set<Product>().AnyAsync(ct) && !await db.Set<Category>().AnyAsync(ct);
    }

    private Task PutPicturesAsync(DemoCatalog catalog, CancellationToken ct) => Parallel.ForEachAsync(
        catalog.Pictures, new ParallelOptions { MaxDegreeOfParallelism = PicturesAtOnce, CancellationToken = ct },
        async (picture, token) =>
            await objects.PutAsync(DemoCatalog.KeyOf(picture), DemoCatalog.PictureOf(picture), token));

    private static async Task<FillDemoShopResult> FillAsync(
        ShopDbContext db, DateTimeOffset now, DemoCatalog catalog, CancellationToken ct)
    {
        var categories = catalog.Categories.Index().ToDictionary(c => c.Item.Handle, c => CategoryOf(c.Item, c.Index));
        db.AddRange(categories.Values);
        await db.SaveChangesAsync(ct);
        // An hour apart, and mixed: so that "new" has an order which is not that of the categories.
        var products = catalog.Products.Index().ToDictionary(p => p.Item, p => ProductOf(
            p.Item, categories[p.Item.Category].Id, now.AddHours(-(p.Index * MixStep % catalog.Products.Count))));
        db.AddRange(products.Values);
        await AddCouponsAsync(db, now, categories[DemoCoupons.CategoryHandle], ct);
        var stock = catalog.Products.SelectMany(p => p.Skus).ToDictionary(s => s.Code, s => s.Stock);
        foreach (var sku in products.Values.SelectMany(p => p.Skus).OrderBy(s => s.Id))
        {
            var change = new StockChange(sku.Id, stock[sku.Code], StockReason.Received, null, "Demo");
            await StockLedger.ChangeAsync(db, now, change, ct);
        }
        return new FillDemoShopResult(FillDemoShopStatus.Filled, products.Count, stock.Count);
    }

    private static async Task AddCouponsAsync(
        ShopDbContext db, DateTimeOffset now, Category category, CancellationToken ct)
    {
        var welcome = DemoCoupons.ForNewCustomers(now);
        var others = DemoCoupons.All(now, (category.Id, category.Name));
        db.AddRange([.. others, welcome]);
        await db.SaveChangesAsync(ct);
        db.Add(new NewCustomerTerm { CouponId = welcome.Id, StartedAt = now });
        db.Add(DemoCoupons.CodeOf(others[^1]));
    }

    private static Category CategoryOf(DemoCategory demo, int position) => new()
    {
        Handle = demo.Handle,
        Name = demo.Name,
        Tint = demo.Tint,
        TintDark = demo.TintDark,
        PictureKey = DemoCatalog.KeyOf(demo.Picture).Value,
        Position = position,
    };

    private static Product ProductOf(DemoProduct demo, long categoryId, DateTimeOffset createdAt)
    {
        var product = new Product
        {
            Handle = demo.Handle,
            CategoryId = categoryId,
            Name = new LocalizedText(demo.NameEn, demo.NameZh),
            // Our own text; a test holds that the sanitizer would leave it as it is, and the start saves its time.
            Description = new LocalizedText(demo.DescriptionEn, demo.DescriptionZh),
            Brand = demo.Brand,
            Tags = TagList.Join([.. demo.Tags]),
            State = ProductState.Published,
            Popularity = demo.Popularity,
            CreatedAt = createdAt,
            UpdatedAt = createdAt,
        };
        product.Options.AddRange(demo.Options.Select((o, i) =>
            new ProductOption { Position = i + 1, Name = new LocalizedText(o.NameEn, o.NameZh) }));
        product.Pictures.AddRange(demo.Pictures.Select((p, i) =>
            new ProductPicture { Position = i + 1, ObjectKey = DemoCatalog.KeyOf(p).Value }));
        product.Skus.AddRange(demo.Skus.Select(SkuOf));
        product.Refresh();
        return product;
    }

    private static Sku SkuOf(DemoSku demo, int position) => new()
    {
        Code = demo.Code,
        Position = position,
        Value1 = demo.ValueAt(0),
        Value2 = demo.ValueAt(1),
        Value3 = demo.ValueAt(2),
        PriceMinor = demo.PriceMinor,
        CompareAtMinor = demo.CompareAtMinor,
        WeightGrams = demo.WeightGrams,
    };
}
