using EShop.Core.Primitives;
using EShop.Core.Storage;

namespace EShop.Core.Catalog.Manage;

/// <summary>Brings a sound draft into a product, and a product back into a draft.</summary>
internal static class ProductWrite
{
    public static Product New(ShopDbContext db, ProductDraft draft, DateTimeOffset now)
    {
        var product = new Product
        {
            Handle = draft.Handle.Trim(),
            CategoryId = draft.CategoryId,
            Name = LocalizedText.Empty,
            Description = LocalizedText.Empty,
            State = draft.State,
            CreatedAt = now,
        };
        db.Set<Product>().Add(product);
        return product;
    }

    public static void Fill(Product product, ProductDraft draft, DateTimeOffset now)
    {
        product.CategoryId = draft.CategoryId;
        product.Name = SkuDraft.Trim(draft.Name);
        product.Description = new LocalizedText(
            SafeHtml.Clean(draft.Description.En ?? ""), SafeHtml.Clean(draft.Description.Zh ?? ""));
        product.Brand = draft.Brand.Trim();
        product.Tags = ProductFaults.TagsOf(draft);
        product.State = draft.State;
        product.UpdatedAt = now;
        product.Version++;
        FillOptions(product, draft);
        foreach (var (index, sku) in draft.Skus.Index()) FillSku(product, sku, index, draft.Options.Count);
        product.Refresh();
    }

    public static ProductDraft DraftOf(Product product)
    {
        var options = product.Options.OrderBy(o => o.Position).Select(o => o.Name).ToList();
        return new ProductDraft(
            product.Handle, product.CategoryId, product.Name, product.Description, product.Brand,
            string.Join(", ", TagList.Split(product.Tags)), product.State, options,
            [.. product.Skus.OrderBy(s => s.Position).ThenBy(s => s.Id).Select(s => DraftOf(s, options.Count))]);
    }

    private static SkuDraft DraftOf(Sku sku, int options) => new(
        sku.Id, sku.Code, [.. new[] { sku.Value1, sku.Value2, sku.Value3 }.Take(options)], new Money(sku.PriceMinor),
        sku.CompareAtMinor is { } before ? new Money(before) : null, sku.WeightGrams, sku.IsActive)
    {
        PersonMax = sku.PersonMax,
        LowStockAt = sku.LowStockAt,
    };

    private static void FillOptions(Product product, ProductDraft draft)
    {
        foreach (var (index, name) in draft.Options.Index())
        {
            var option = product.Options.Find(o => o.Position == index + 1);
            if (option is null)
                product.Options.Add(new ProductOption { Position = index + 1, Name = SkuDraft.Trim(name) });
            else
                option.Name = SkuDraft.Trim(name);
        }
    }

    private static void FillSku(Product product, SkuDraft draft, int position, int options)
    {
        LocalizedText ValueAt(int index) => index < options ? draft.Value(index) : LocalizedText.Empty;
        var sku = draft.SkuId == 0 ? null : product.Skus.Find(s => s.Id == draft.SkuId);
        if (sku is null)
        {
            var code = draft.Code.Trim();
            var names = Enumerable.Range(0, options).Select(i => ValueAt(i)).Select(v => v.En.Length > 0 ? v.En : v.Zh);
            sku = new Sku
            {
                Code = code.Length > 0 ? code : Handles.CodeOf(product.Handle, names),
                PriceMinor = draft.Price.Minor,
            };
            product.Skus.Add(sku);
        }

        sku.Position = position;
        (sku.Value1, sku.Value2, sku.Value3) = (ValueAt(0), ValueAt(1), ValueAt(2));
        sku.PriceMinor = draft.Price.Minor;
        sku.CompareAtMinor = draft.CompareAt?.Minor;
        sku.WeightGrams = draft.WeightGrams;
        sku.IsActive = draft.IsActive;
        (sku.PersonMax, sku.LowStockAt) = (draft.PersonMax, draft.LowStockAt);
    }
}
