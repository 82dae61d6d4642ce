using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Browse;

/// <summary>A product as a tile of a list shows it, with price and stock as they are now.</summary>
/// <param name="PriceFrom">The lowest price of its SKUs.</param>
/// <param name="HasOtherPrices">Some SKU costs more than that.</param>
/// <param name="Available">Free stock of all its SKUs together.</param>
/// <param name="Tint">The number of its category, which colours its ground.</param>
public sealed record ProductCard(
    string Handle, LocalizedText Name, string? PictureKey, Money PriceFrom, bool HasOtherPrices, Money? CompareAt,
    long Available, int Tint);

public sealed record CategoryCard(string Handle, LocalizedText Name, string? PictureKey, int Tint);

internal static class ProductCards
{
    public static IQueryable<Product> Published(ShopDbContext db) =>
        db.Set<Product>().Where(p => p.State == ProductState.Published);

    public static IQueryable<Product> InStock(this IQueryable<Product> products, ShopDbContext db) =>
        products.Where(p => p.Skus.Any(s =>
            s.IsActive && db.Set<StockLevel>().Any(l => l.SkuId == s.Id && l.Available > 0)));

    /// <summary>One query; the caller has ordered and cut.</summary>
    public static async Task<IReadOnlyList<ProductCard>> CardsAsync(
        this IQueryable<Product> products, ShopDbContext db, CancellationToken ct)
    {
        var rows = await products.Select(p => new
        {
            p.Handle,
            p.Name,
            Picture = p.Pictures.OrderBy(x => x.Position).Select(x => x.ObjectKey).FirstOrDefault(),
            p.PriceFromMinor,
            PriceToMinor = p.Skus.Where(s => s.IsActive).Max(s => (long?)s.PriceMinor),
            CompareAtMinor = p.Skus.Where(s => s.IsActive && s.PriceMinor == p.PriceFromMinor)
                .Max(s => s.CompareAtMinor),
            Available = p.Skus.Where(s => s.IsActive)
                .Join(db.Set<StockLevel>(), s => s.Id, l => l.SkuId, (_, l) => (long?)l.Available).Sum(),
            Tint = db.Set<Category>().Where(c => c.Id == p.CategoryId).Select(c => c.Position).First(),
        }).ToListAsync(ct);
        return [.. rows.Select(r => new ProductCard(
            r.Handle, r.Name, r.Picture, new Money(r.PriceFromMinor), r.PriceToMinor > r.PriceFromMinor,
            r.CompareAtMinor is { } before ? new Money(before) : null, r.Available ?? 0, r.Tint))];
    }

    /// <summary>The categories that have something to show, in their order.</summary>
    public static async Task<IReadOnlyList<CategoryCard>> CategoriesAsync(ShopDbContext db, CancellationToken ct)
    {
        var rows = await db.Set<Category>()
            .Where(c => db.Set<Product>().Any(p => p.CategoryId == c.Id && p.State == ProductState.Published))
            .OrderBy(c => c.Position).ThenBy(c => c.Id).Take(ListCategories.Max)
            .Select(c => new { c.Handle, c.Name, c.PictureKey, c.Position })
            .ToListAsync(ct);
        return [.. rows.Select(c => new CategoryCard(c.Handle, c.Name, c.PictureKey, c.Position))];
    }
}
