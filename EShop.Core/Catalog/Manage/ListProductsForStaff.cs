using EShop.Core.Accounts;
using EShop.Core.Catalog.LowStock;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Manage;

public enum ListProductsForStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

public enum StockFilter { Any = 1, Low, SoldOut }

/// <param name="Query">Words of names, brand, tags or codes; empty: all.</param>
/// <param name="State">Only those; null: all.</param>
/// <param name="CategoryId">Only those; null: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListProductsForStaffRequest(
    long ActorId, string Query, ProductState? State, long? CategoryId, StockFilter Stock, int Page);

/// <param name="Available">Of all its SKUs together.</param>
public sealed record StaffProductRow(
    long Id, string Handle, LocalizedText Name, LocalizedText Category, string? PictureKey, ProductState State,
    int Skus, Money PriceFrom, long Available, long Locked, DateTimeOffset UpdatedAt);

public sealed record ListProductsForStaffResult(
    ListProductsForStaffStatus Status, IReadOnlyList<StaffProductRow> Products,
    IReadOnlyList<StaffCategory> Categories, int Page, int Pages, int Count);

/// <summary>All products, the last changed first, with their stock.</summary>
public sealed class ListProductsForStaff(ShopStore store, StaffGate gate)
{
    public const int PageSize = 25;

    public async Task<ListProductsForStaffResult> ExecuteAsync(
        ListProductsForStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListProductsForStaffResult(ListProductsForStaffStatus.NotAllowed, [], [], 1, 1, 0);
        return await store.ReadAsync(async db =>
        {
            var found = Found(db, request);
            var page = ListPage.Of(request.Page, PageSize, await found.CountAsync(ct));
            var categories = await db.Set<Category>().OrderBy(c => c.Position).ThenBy(c => c.Id)
                .Select(c => new StaffCategory(c.Id, c.Name)).ToListAsync(ct);
            var products = await found.OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id)
                .Skip(page.Skip).Take(PageSize).Include(p => p.Skus).Include(p => p.Pictures).AsSplitQuery()
                .ToListAsync(ct);
            var skus = products.SelectMany(p => p.Skus).Select(s => s.Id).ToArray();
            var stock = await db.Set<StockLevel>().Where(l => skus.Contains(l.SkuId))
                .ToDictionaryAsync(l => l.SkuId, ct);
            var names = categories.ToDictionary(c => c.Id, c => c.Name);
            return new ListProductsForStaffResult(
                ListProductsForStaffStatus.Listed, [.. products.Select(p => RowOf(p, names[p.CategoryId], stock))],
                categories, page.Number, page.Count, page.RowCount);
        }, ct);
    }

    private static IQueryable<Product> Found(ShopDbContext db, ListProductsForStaffRequest request)
    {
        var products = db.Set<Product>().Where(p => (request.State == null || p.State == request.State)
            && (request.CategoryId == null || p.CategoryId == request.CategoryId));
        foreach (var pattern in SearchText.Words(request.Query).Select(SearchText.Anywhere))
            products = products.Where(p => EF.Functions.Like(p.SearchText, pattern, "\\"));
        return request.Stock switch
        {
            StockFilter.Low => products.Where(p => LowStocks.Listed(db).Any(s => s.ProductId == p.Id)),
            StockFilter.SoldOut => products.Where(p => !p.Skus.Any(s => s.IsActive
                && db.Set<StockLevel>().Any(l => l.SkuId == s.Id && l.Available > 0))),
            _ => products,
        };
    }

    private static StaffProductRow RowOf(
        Product product, LocalizedText category, Dictionary<long, StockLevel> stock)
    {
        var levels = product.Skus.Select(s => stock.GetValueOrDefault(s.Id)).OfType<StockLevel>().ToList();
        return new StaffProductRow(
            product.Id, product.Handle, product.Name, category,
            product.Pictures.OrderBy(p => p.Position).Select(p => p.ObjectKey).FirstOrDefault(), product.State,
            product.Skus.Count, new Money(product.PriceFromMinor), levels.Sum(l => l.Available),
            levels.Sum(l => l.Locked), product.UpdatedAt);
    }
}
