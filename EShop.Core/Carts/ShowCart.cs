using EShop.Core.Catalog;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Carts;

/// <param name="Owner">Null: somebody who has put nothing into a cart yet.</param>
public sealed record ShowCartRequest(CartOwner? Owner);

/// <summary>A line of a cart, priced now.</summary>
/// <param name="PriceSeen">What it cost when it was added: the page tells when that has changed.</param>
/// <param name="Available">How many are free now; may be fewer than wished for.</param>
/// <param name="IsForSale">False: it was taken off sale since.</param>
public sealed record CartLineView(
    long SkuId, string ProductHandle, LocalizedText Name, LocalizedText Options, string? PictureKey, Money Price,
    Money PriceSeen, int Quantity, long Available, bool IsForSale)
{
    public Money Total => Price.Times(Quantity);

    /// <summary>How many one person may have; null: as many as there are.</summary>
    public int? PersonMax { get; init; }

    /// <summary>How many can be had: what is free, up to what one person may have.</summary>
    public long CanHave => Math.Min(Available, PersonMax ?? Available);

    public bool CanBeBought => IsForSale && Quantity <= CanHave;
}

/// <param name="Total">Of the lines that are for sale.</param>
/// <param name="CanCheckOut">There is something in it, and all of it can be bought as it stands.</param>
public sealed record ShowCartResult(IReadOnlyList<CartLineView> Lines, Money Total, bool CanCheckOut);

/// <summary>What is in a cart, what it costs now, and what has changed since it was put in.</summary>
public sealed class ShowCart(ShopStore store)
{
    public async Task<ShowCartResult> ExecuteAsync(ShowCartRequest request, CancellationToken ct)
    {
        if (request.Owner is not { } owner) return new ShowCartResult([], Money.Zero, false);
        var lines = await store.ReadAsync(db => ReadAsync(db, owner, ct), ct);
        var total = lines.Where(l => l.IsForSale).Aggregate(Money.Zero, (sum, l) => sum + l.Total);
        return new ShowCartResult(lines, total, lines.Count > 0 && lines.All(l => l.CanBeBought));
    }

    private static async Task<IReadOnlyList<CartLineView>> ReadAsync(
        ShopDbContext db, CartOwner owner, CancellationToken ct)
    {
        var lines = await CartLedger.Of(db, owner).SelectMany(c => c.Lines)
            .OrderByDescending(l => l.AddedAt).ThenBy(l => l.SkuId).Take(Cart.LinesMax).ToListAsync(ct);
        var ids = lines.Select(l => l.SkuId).ToList();
        var prices = await PriceList.ReadAsync(db, ids, ct);
        var stock = await db.Set<StockLevel>().Where(l => ids.Contains(l.SkuId))
            .ToDictionaryAsync(l => l.SkuId, l => l.Available, ct);
        return [.. lines.Select(l => LineOf(l, prices[l.SkuId], stock.GetValueOrDefault(l.SkuId)))];
    }

    private static CartLineView LineOf(CartLine line, PricedSku sku, long available) => new(
        line.SkuId, sku.ProductHandle, sku.Name, sku.Options, sku.PictureKey, sku.Price,
        new Money(line.PriceSeenMinor), line.Quantity, available, sku.IsForSale)
    {
        PersonMax = sku.PersonMax,
    };
}
