using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog;

/// <summary>A SKU as carts and orders need it, priced now.</summary>
/// <param name="Options">Its option values as one text, <c>40 / Black</c>; empty for a product without options.</param>
/// <param name="IsForSale">The product is published and the SKU active; says nothing of stock.</param>
internal sealed record PricedSku(
    long SkuId, long ProductId, long CategoryId, string Code, string ProductHandle, LocalizedText Name,
    LocalizedText Options, string? PictureKey, Money Price, bool IsForSale)
{
    /// <summary>How many one person may have; null: as many as there are.</summary>
    public int? PersonMax { get; init; }
}

/// <summary>What SKUs cost at this moment: the only source of prices for carts and orders, read fresh each
/// time.</summary>
internal static class PriceList
{
    public const int BatchMax = 500;

    /// <summary>The SKUs that exist, by id; unknown ids are left out. One query.</summary>
    public static async Task<IReadOnlyDictionary<long, PricedSku>> ReadAsync(
        ShopDbContext db, IReadOnlyCollection<long> skuIds, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skuIds.Count, BatchMax);
        if (skuIds.Count == 0) return new Dictionary<long, PricedSku>();
        var rows = await db.Set<Sku>().Where(s => EF.Parameter(skuIds).Contains(s.Id))
            .Join(db.Set<Product>(), s => s.ProductId, p => p.Id, (s, p) => new
            {
                s.Id,
                s.ProductId,
                p.CategoryId,
                s.Code,
                p.Handle,
                p.Name,
                s.Value1,
                s.Value2,
                s.Value3,
                Picture = p.Pictures.OrderBy(x => x.Position).Select(x => x.ObjectKey).FirstOrDefault(),
                s.PriceMinor,
                s.PersonMax,
                IsForSale = s.IsActive && p.State == ProductState.Published,
            })
            .ToListAsync(ct);
        return rows.ToDictionary(r => r.Id, r => new PricedSku(
            r.Id, r.ProductId, r.CategoryId, r.Code, r.Handle, r.Name,
            OptionsText.Of(r.Value1, r.Value2, r.Value3), r.Picture, new Money(r.PriceMinor), r.IsForSale)
        {
            PersonMax = r.PersonMax,
        });
    }
}

internal static class OptionsText
{
    /// <summary>The values of a SKU as one text in both languages, <c>40 / Black</c>.</summary>
    public static LocalizedText Of(params ReadOnlySpan<LocalizedText> values)
    {
        List<string> en = [], zh = [];
        foreach (var value in values)
        {
            if (value.IsEmpty) continue;
            en.Add(string.IsNullOrWhiteSpace(value.En) ? value.Zh : value.En);
            zh.Add(string.IsNullOrWhiteSpace(value.Zh) ? value.En : value.Zh);
        }
        return new LocalizedText(string.Join(" / ", en), string.Join(" / ", zh));
    }
}
