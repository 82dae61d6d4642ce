using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>One line of a cart as it is priced now.</summary>
/// <param name="IsForSale">False: its product is no longer sold; the order cannot be placed with it.</param>
public sealed record CheckoutLine(
    long SkuId, long ProductId, long CategoryId, string SkuCode, string ProductHandle, LocalizedText Name,
    LocalizedText Options, string? PictureKey, Money UnitPrice, int Quantity, bool IsForSale)
{
    public Money Total => UnitPrice.Times(Quantity);

    /// <summary>How many one person may have; null: as many as there are.</summary>
    public int? PersonMax { get; init; }
}

/// <summary>What an order costs: goods, less the discount, plus shipping.</summary>
public sealed record CheckoutTotal(Money Goods, Money Discount, Money Shipping)
{
    public Money Due => Goods - Discount + Shipping;
}

/// <summary>Prices a cart from the catalogue, never from a form.</summary>
internal static class CheckoutPricing
{
    /// <summary>The account's cart, priced now; lines of SKUs that are gone altogether are left out.</summary>
    public static async Task<IReadOnlyList<CheckoutLine>> ReadCartAsync(
        ShopDbContext db, long accountId, CancellationToken ct)
    {
        var carts = await ReadCartsAsync(db, [accountId], ct);
        return carts.GetValueOrDefault(accountId, []);
    }

    /// <summary>The carts of several accounts; who has none, or an empty one, is left out.</summary>
    public static async Task<Dictionary<long, List<CheckoutLine>>> ReadCartsAsync(
        ShopDbContext db, long[] accounts, CancellationToken ct)
    {
        var lines = await db.Set<Cart>()
            .Where(c => c.AccountId != null && EF.Parameter(accounts).Contains(c.AccountId.Value))
            .SelectMany(c => c.Lines, (c, l) => new { AccountId = c.AccountId!.Value, l.SkuId, l.Quantity, l.AddedAt })
            .OrderBy(l => l.AddedAt).ThenBy(l => l.SkuId).ToListAsync(ct);
        var prices = new Dictionary<long, PricedSku>();
        foreach (var skuIds in lines.Select(l => l.SkuId).Distinct().Chunk(PriceList.BatchMax))
            foreach (var (skuId, sku) in await PriceList.ReadAsync(db, skuIds, ct)) prices[skuId] = sku;
        return lines.Where(l => prices.ContainsKey(l.SkuId)).GroupBy(l => l.AccountId).ToDictionary(
            cart => cart.Key, cart => cart.Select(l => LineOf(prices[l.SkuId], l.Quantity)).ToList());
    }

    /// <summary>The goods as coupons look at them, and what sending them costs. The goods decide that before any
    /// discount: so a coupon never makes an order dearer.</summary>
    public static Basket BasketOf(IReadOnlyList<CheckoutLine> lines, OrderOptions options)
    {
        var isFree = lines.Count == 0 || GoodsOf(lines).Minor >= options.FreeShippingFromMinor;
        return new Basket(
            [.. lines.Select(l => new BasketLine(l.CategoryId, l.ProductId, l.Total))],
            isFree ? Money.Zero : new Money(options.ShippingMinor));
    }

    /// <param name="saving">What the coupon does; default: there is none.</param>
    public static CheckoutTotal TotalOf(Basket basket, CouponSaving saving) => new(
        basket.Lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total), saving.Discount,
        basket.Shipping - saving.Shipping);

    private static Money GoodsOf(IReadOnlyList<CheckoutLine> lines) =>
        lines.Aggregate(Money.Zero, (sum, line) => sum + line.Total);

    private static CheckoutLine LineOf(PricedSku sku, int quantity) => new(
        sku.SkuId, sku.ProductId, sku.CategoryId, sku.Code, sku.ProductHandle, sku.Name, sku.Options, sku.PictureKey,
        sku.Price, quantity, sku.IsForSale)
    {
        PersonMax = sku.PersonMax,
    };
}
