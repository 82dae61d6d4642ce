using EShop.Core.Storage;

namespace EShop.Core.Catalog.Browse;

/// <summary>The categories of the menu: those that have a published product, in their order.</summary>
public sealed class ListCategories(ShopStore store)
{
    internal const int Max = 40;

    public Task<IReadOnlyList<CategoryCard>> ExecuteAsync(CancellationToken ct) =>
        store.ReadAsync(db => ProductCards.CategoriesAsync(db, ct), ct);
}
