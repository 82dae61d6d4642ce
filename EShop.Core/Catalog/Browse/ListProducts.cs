using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Browse;

public enum ListProductsStatus
{
    NoSuchCategory = 1,
    Listed,

    /// <summary>Nothing has what was typed; these are the most similar ones.</summary>
    OnlySimilar,
}

public enum ProductSort { Popular = 1, New, PriceUp, PriceDown }

/// <summary>What is out of range is brought into it: page 1 to 1000, size 1 to 100, 64 characters to look
/// for.</summary>
public sealed record ListProductsRequest
{
    public string? Category { get; init; }
    public string? Query { get; init; }
    public Money? PriceMin { get; init; }
    public Money? PriceMax { get; init; }
    public bool InStock { get; init; }
    public string? Tag { get; init; }
    public ProductSort Sort { get; init; } = ProductSort.Popular;
    public int Page { get; init; } = 1;
    public int Size { get; init; } = 24;
}

public sealed record TagCount(string Tag, int Products);

/// <param name="Query">What was looked for, as it was understood; empty for a whole category.</param>
/// <param name="Tags">The most frequent tags of the list as it is without the tag filter.</param>
public sealed record ListProductsResult(
    ListProductsStatus Status, CategoryCard? Category, string Query, IReadOnlyList<ProductCard> Products, int Total,
    int Page, int PageCount, IReadOnlyList<TagCount> Tags);

/// <summary>Lists the published products of a category, of a search, or all of them.</summary>
public sealed class ListProducts(ShopStore store, SimilarProducts similar)
{
    private const int PageMax = 1000, SizeMax = 100, TagsMax = 12, TagRowsMax = 2000;

    public async Task<ListProductsResult> ExecuteAsync(ListProductsRequest request, CancellationToken ct)
    {
        var words = SearchText.Words(request.Query);
        var isOnlySigns = words.Count == 0 && SearchText.Cut(request.Query ?? "").Length > 0;
        var found = await store.ReadAsync(
            db => ReadAsync(db, request, isOnlySigns ? p => p.Where(_ => false) : Containing(words), ct), ct);
        if (found.Total > 0 || words.Count == 0 || found.Status == ListProductsStatus.NoSuchCategory) return found;
        var ids = await similar.FindAsync(words, ct);
        if (ids.Count == 0) return found;
        var near = await store.ReadAsync(db => ReadAsync(db, request, p => p.Where(x => ids.Contains(x.Id)), ct), ct);
        return near.Total == 0 ? found : near with { Status = ListProductsStatus.OnlySimilar };
    }

    private static Func<IQueryable<Product>, IQueryable<Product>> Containing(IReadOnlyList<string> words) =>
        products => words.Select(SearchText.Anywhere).Aggregate(products,
            (all, pattern) => all.Where(p => EF.Functions.Like(p.SearchText, pattern, "\\")));

    private static async Task<ListProductsResult> ReadAsync(
        ShopDbContext db, ListProductsRequest request, Func<IQueryable<Product>, IQueryable<Product>> searched,
        CancellationToken ct)
    {
        var query = SearchText.Cut(request.Query ?? "");
        var category = request.Category is null || !Handles.IsOne(request.Category) ? null
            : await db.Set<Category>().SingleOrDefaultAsync(c => c.Handle == request.Category, ct);
        if (request.Category is not null && category is null)
            return new ListProductsResult(ListProductsStatus.NoSuchCategory, null, query, [], 0, 1, 1, []);
        var products = Filtered(db, searched(ProductCards.Published(db)), request);
        if (category is not null) products = products.Where(p => p.CategoryId == category.Id);
        var tags = await TagsAsync(products, ct);
        if (request.Tag is { Length: > 0 and <= Product.TagsMax } tag && !tag.Any(char.IsControl))
        {
            var pattern = SearchText.Anywhere($",{tag.ToLowerInvariant()},");
            products = products.Where(p => EF.Functions.Like(p.Tags, pattern, "\\"));
        }
        var total = await products.CountAsync(ct);
        var size = Math.Clamp(request.Size, 1, SizeMax);
        var pageCount = Math.Clamp((total + size - 1) / size, 1, PageMax);
        var page = Math.Clamp(request.Page, 1, pageCount);
        var cards = await Sorted(products, request.Sort).Skip((page - 1) * size).Take(size).CardsAsync(db, ct);
        var card = category is null ? null
            : new CategoryCard(category.Handle, category.Name, category.PictureKey, category.Position);
        return new ListProductsResult(ListProductsStatus.Listed, card, query, cards, total, page, pageCount, tags);
    }

    private static IQueryable<Product> Filtered(
        ShopDbContext db, IQueryable<Product> products, ListProductsRequest request)
    {
        if (request.PriceMin is { } min) products = products.Where(p => p.PriceFromMinor >= min.Minor);
        if (request.PriceMax is { } max) products = products.Where(p => p.PriceFromMinor <= max.Minor);
        return request.InStock ? products.InStock(db) : products;
    }

    private static IQueryable<Product> Sorted(IQueryable<Product> products, ProductSort sort) => sort switch
    {
        ProductSort.New => products.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id),
        ProductSort.PriceUp => products.OrderBy(p => p.PriceFromMinor).ThenByDescending(p => p.Id),
        ProductSort.PriceDown => products.OrderByDescending(p => p.PriceFromMinor).ThenByDescending(p => p.Id),
        _ => products.OrderByDescending(p => p.Popularity).ThenByDescending(p => p.Id),
    };

    private static async Task<IReadOnlyList<TagCount>> TagsAsync(IQueryable<Product> products, CancellationToken ct)
    {
        var rows = await products.Where(p => p.Tags != "").OrderByDescending(p => p.Popularity).Take(TagRowsMax)
            .Select(p => p.Tags).ToListAsync(ct);
        return [.. rows.SelectMany(TagList.Split).CountBy(t => t)
            .OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Take(TagsMax)
            .Select(t => new TagCount(t.Key, t.Value))];
    }
}
