using System.Globalization;
using EShop.Core.Catalog.Browse;
using EShop.Core.Primitives;

namespace EShop.Web.Catalog;

/// <summary>One value of an option, as a link to the SKU that has it.</summary>
public sealed record OptionValue(LocalizedText Value, long SkuId, bool IsChosen, bool IsThere);

/// <summary>Which SKU of a product is chosen, and where each value of its options leads.</summary>
public sealed record OptionChoices(SkuView? Chosen, IReadOnlyList<IReadOnlyList<OptionValue>> Options)
{
    public static OptionChoices None { get; } = new(null, []);

    /// <summary>The SKU of the address, else the first that is in stock, else the first.</summary>
    public static OptionChoices Of(ProductView product, string? sku)
    {
        _ = long.TryParse(sku, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        var chosen = product.Skus.FirstOrDefault(s => s.SkuId == id)
            ?? product.Skus.FirstOrDefault(s => s.Available > 0)
            ?? (product.Skus.Count > 0 ? product.Skus[0] : null);
        return chosen is null ? None : new OptionChoices(chosen,
            [.. Enumerable.Range(0, product.Options.Count).Select(place => ValuesOf(product, chosen, place))]);
    }

    private static IReadOnlyList<OptionValue> ValuesOf(ProductView product, SkuView chosen, int place) =>
        [.. product.Skus.Select(s => s.Values[place]).Distinct().Select(value =>
        {
            var target = product.Skus.Where(s => s.Values[place] == value)
                .OrderByDescending(s => Shared(s, chosen)).ThenByDescending(s => s.Available > 0).First();
            var isSame = Shared(target, chosen) >= product.Options.Count - 1;
            return new OptionValue(value, target.SkuId, chosen.Values[place] == value, isSame && target.Available > 0);
        })];

    private static int Shared(SkuView one, SkuView other) =>
        one.Values.Zip(other.Values).Count(pair => pair.First == pair.Second);
}
