using EShop.Core.Inventory;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.LowStock;

/// <summary>What runs low: the one meaning of it for lists, figures and mails.</summary>
internal static class LowStocks
{
    /// <summary>A SKU without a mark of its own runs low with this many or fewer, and is told to nobody.</summary>
    public const int UnmarkedMax = 5;

    /// <summary>For lists and figures. What has sold out is there only with a mark: without one it may be gone for
    /// good, and has a list of its own.</summary>
    public static IQueryable<Sku> Listed(ShopDbContext db) => db.Set<Sku>().Where(s => s.IsActive
        && db.Set<StockLevel>().Any(l => l.SkuId == s.Id
            && (l.Available > 0 || s.LowStockAt != null) && l.Available <= (s.LowStockAt ?? UnmarkedMax)));

    /// <summary>For mails: what is sold and has fallen to its mark.</summary>
    public static IQueryable<Sku> Marked(ShopDbContext db) => db.Set<Sku>().Where(s => s.IsActive
        && s.LowStockAt != null
        && db.Set<Product>().Any(p => p.Id == s.ProductId && p.State == ProductState.Published)
        && db.Set<StockLevel>().Any(l => l.SkuId == s.Id && l.Available <= s.LowStockAt));

    /// <summary>Published products of which a SKU runs low.</summary>
    public static Task<int> CountProductsAsync(ShopDbContext db, CancellationToken ct) =>
        db.Set<Product>().CountAsync(
            p => p.State == ProductState.Published && Listed(db).Any(s => s.ProductId == p.Id), ct);
}
