using EShop.Core.Primitives;

namespace EShop.Core.Catalog.Manage;

/// <summary>What is wrong with a draft, as far as it can be seen without the rows.</summary>
internal static class ProductFaults
{
    private const int WeightGramsMax = 1_000_000;

    public static IReadOnlyList<ProductFault> Of(ProductDraft draft, bool isNew)
    {
        (bool IsWrong, ProductFaultKind Kind)[] all =
        [
            (draft.Name.IsEmpty, ProductFaultKind.NameMissing),
            (IsLong(draft.Name, Product.NameMax), ProductFaultKind.NameTooLong),
            (isNew && !Handles.IsOne(draft.Handle.Trim()), ProductFaultKind.HandleMalformed),
            (IsLong(draft.Description, Product.DescriptionMax), ProductFaultKind.DescriptionTooLong),
            (draft.Brand.Trim().Length > Product.BrandMax, ProductFaultKind.BrandTooLong),
            (TagsOf(draft).Length > Product.TagsMax, ProductFaultKind.TagsTooLong),
            (draft.Options.Any(o => o.IsEmpty || IsLong(o, Sku.ValueMax)), ProductFaultKind.OptionNameMissing),
            (draft.Options.Count > Product.OptionsMax, ProductFaultKind.TooManyOptions),
            (draft.Skus.Count == 0, ProductFaultKind.NoSku),
            (draft.Skus.Count > Product.SkusMax, ProductFaultKind.TooManySkus),
        ];
        return
        [
            .. all.Where(a => a.IsWrong).Select(a => new ProductFault(a.Kind)),
            .. draft.Skus.SelectMany((sku, index) => OfSku(draft, sku).Select(k => new ProductFault(k, index))),
            .. Repeated(draft),
        ];
    }

    /// <summary>The tags as they are kept.</summary>
    public static string TagsOf(ProductDraft draft) => TagList.Join(
    [
        .. draft.Tags.ToLowerInvariant()
            .Split([',', '，', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(),
    ]);

    private static IEnumerable<ProductFaultKind> OfSku(ProductDraft draft, SkuDraft sku)
    {
        if (sku.Code.Trim().Length > Sku.CodeMax || sku.Code.Any(char.IsControl))
            yield return ProductFaultKind.SkuCodeMalformed;
        var values = Enumerable.Range(0, draft.Options.Count).Select(sku.Value);
        if (values.Any(v => v.IsEmpty || IsLong(v, Sku.ValueMax))) yield return ProductFaultKind.SkuValueMissing;
        if (sku.Price.Minor is < 1 or > Sku.PriceMinorMax) yield return ProductFaultKind.PriceOutOfRange;
        if (sku.CompareAt is { } before && (before <= sku.Price || before.Minor > Sku.PriceMinorMax))
            yield return ProductFaultKind.CompareAtNotAbovePrice;
        if (sku.PersonMax is < 1 or > Sku.PersonMaxMax) yield return ProductFaultKind.PersonMaxOutOfRange;
        if (sku.LowStockAt is < 0 or > Sku.LowStockMax) yield return ProductFaultKind.LowStockAtOutOfRange;
        if (sku.WeightGrams is < 0 or > WeightGramsMax) yield return ProductFaultKind.WeightOutOfRange;
    }

    private static IEnumerable<ProductFault> Repeated(ProductDraft draft)
    {
        var skus = draft.Skus.Select((sku, index) => (Sku: sku, Index: index)).ToList();
        var codes = skus.Where(s => s.Sku.Code.Trim().Length > 0)
            .GroupBy(s => s.Sku.Code.Trim(), StringComparer.Ordinal).SelectMany(g => g.Skip(1))
            .Select(s => new ProductFault(ProductFaultKind.SkuCodeTwice, s.Index));
        var values = skus.Where(s => s.Sku.IsActive)
            .GroupBy(s => (s.Sku.Value(0), s.Sku.Value(1), s.Sku.Value(2))).SelectMany(g => g.Skip(1))
            .Select(s => new ProductFault(ProductFaultKind.SkuValuesTwice, s.Index));
        return codes.Concat(values);
    }

    private static bool IsLong(LocalizedText text, int max) => text.En?.Length > max || text.Zh?.Length > max;
}
