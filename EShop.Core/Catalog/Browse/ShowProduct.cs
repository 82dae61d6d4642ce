using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Browse;

public enum ShowProductStatus
{
    /// <summary>There is none, or it is not published.</summary>
    NotFound = 1,
    Shown,
}

public sealed record ShowProductRequest(string Handle);

/// <param name="Values">One per option of the product, in their order.</param>
public sealed record SkuView(
    long SkuId, string Code, IReadOnlyList<LocalizedText> Values, Money Price, Money? CompareAt, long Available)
{
    /// <summary>How many one person may have; null: as many as there are.</summary>
    public int? PersonMax { get; init; }
}

/// <param name="Description">HTML that the sanitizer let through.</param>
public sealed record ProductView(
    string Handle, LocalizedText Name, LocalizedText Description, string Brand, CategoryCard Category,
    IReadOnlyList<string> Tags, IReadOnlyList<string> PictureKeys, IReadOnlyList<LocalizedText> Options,
    IReadOnlyList<SkuView> Skus, IReadOnlyList<ProductCard> Related);

public sealed record ShowProductResult(ShowProductStatus Status, ProductView? Product);

/// <summary>A published product with all that its page shows; prices and stock as they are now.</summary>
public sealed class ShowProduct(ShopStore store)
{
    private const int RelatedMax = 5, PicturesMax = 12;

    public Task<ShowProductResult> ExecuteAsync(ShowProductRequest request, CancellationToken ct) =>
        store.ReadAsync(async db =>
        {
            var product = await ProductCards.Published(db).Include(p => p.Options)
                .Include(p => p.Pictures.OrderBy(x => x.Position).Take(PicturesMax))
                .SingleOrDefaultAsync(p => p.Handle == request.Handle, ct);
            if (product is null) return new ShowProductResult(ShowProductStatus.NotFound, null);
            var category = await db.Set<Category>().SingleAsync(c => c.Id == product.CategoryId, ct);
            var skus = await SkusAsync(db, product, ct);
            var related = await ProductCards.Published(db)
                .Where(p => p.CategoryId == product.CategoryId && p.Id != product.Id)
                .OrderByDescending(p => p.Popularity).ThenByDescending(p => p.Id).Take(RelatedMax).CardsAsync(db, ct);
            return new ShowProductResult(ShowProductStatus.Shown, new ProductView(
                product.Handle, product.Name, product.Description, product.Brand,
                new CategoryCard(category.Handle, category.Name, category.PictureKey, category.Position),
                TagList.Split(product.Tags), [.. product.Pictures.Select(p => p.ObjectKey)],
                [.. product.Options.OrderBy(o => o.Position).Select(o => o.Name)], skus, related));
        }, ct);

    private static async Task<IReadOnlyList<SkuView>> SkusAsync(
        ShopDbContext db, Product product, CancellationToken ct)
    {
        var rows = await db.Set<Sku>().Where(s => s.ProductId == product.Id && s.IsActive)
            .OrderBy(s => s.Position).ThenBy(s => s.Id)
            .Select(s => new
            {
                Sku = s,
                Available = db.Set<StockLevel>().Where(l => l.SkuId == s.Id).Select(l => l.Available).FirstOrDefault(),
            }).ToListAsync(ct);
        return [.. rows.Select(r => new SkuView(
            r.Sku.Id, r.Sku.Code,
            [.. new[] { r.Sku.Value1, r.Sku.Value2, r.Sku.Value3 }.Take(product.Options.Count)],
            new Money(r.Sku.PriceMinor), r.Sku.CompareAtMinor is { } before ? new Money(before) : null, r.Available)
        {
            PersonMax = r.Sku.PersonMax,
        })];
    }
}
