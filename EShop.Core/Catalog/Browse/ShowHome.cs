using EShop.Core.Storage;

namespace EShop.Core.Catalog.Browse;

public sealed record ShowHomeResult(
    IReadOnlyList<CategoryCard> Categories, IReadOnlyList<ProductCard> Popular, IReadOnlyList<ProductCard> New);

/// <summary>What the home page shows of the catalogue.</summary>
public sealed class ShowHome(ShopStore store)
{
    private const int RowMax = 10;

    public Task<ShowHomeResult> ExecuteAsync(CancellationToken ct) => store.ReadAsync(async db =>
    {
        var published = ProductCards.Published(db);
        return new ShowHomeResult(
            await ProductCards.CategoriesAsync(db, ct),
            await published.OrderByDescending(p => p.Popularity).ThenByDescending(p => p.Id).Take(RowMax)
                .CardsAsync(db, ct),
            await published.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id).Take(RowMax)
                .CardsAsync(db, ct));
    }, ct);
}
