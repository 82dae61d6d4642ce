using EShop.Core.Catalog;
using EShop.Core.Primitives;
using EShop.Core.Storage;

namespace EShop.Core.Orders;

/// <summary>A line as the shopper saw it.</summary>
public readonly record struct SeenLine(long SkuId, int Quantity, Money UnitPrice);

/// <summary>What the shopper saw besides the total: compared, never used.</summary>
/// <param name="Lines">At most as many as a cart holds.</param>
public sealed record SeenCheckout(IReadOnlyList<SeenLine> Lines, Money Discount, Money Shipping);

public enum CheckoutChangeKind
{
    /// <summary>A unit costs more or less.</summary>
    Price = 1,

    /// <summary>The cart was changed elsewhere, in another tab or on another device.</summary>
    Quantity,
    LineAdded,
    LineGone,
    Discount,
    Shipping,
}

/// <summary>One thing that is not as the shopper saw it.</summary>
/// <param name="SkuId">The line that it is about; 0: the order as a whole.</param>
/// <param name="Name">Empty where what is gone is no longer sold.</param>
/// <param name="Before">A unit's price, the discount or the shipping, as it was seen.</param>
/// <param name="QuantityBefore">How many were seen; 0: the line is new.</param>
public sealed record CheckoutChange(
    CheckoutChangeKind Kind, long SkuId, LocalizedText Name, LocalizedText Options, Money Before, Money Now,
    int QuantityBefore, int QuantityNow);

/// <summary>Holds what the shopper saw against what it would be now: nothing changes silently, not even where two
/// changes come to the same total.</summary>
internal static class CheckoutChanges
{
    /// <summary>What differs, the lines first. Reads only where a line has gone, for its name.</summary>
    public static async Task<IReadOnlyList<CheckoutChange>> FindAsync(
        ShopStore store, SeenCheckout? seen, (IReadOnlyList<CheckoutLine> Lines, CheckoutTotal Total) now,
        CancellationToken ct)
    {
        if (seen is null) return [];
        var before = new Dictionary<long, SeenLine>();
        foreach (var line in seen.Lines) before.TryAdd(line.SkuId, line);
        var changes = now.Lines.SelectMany(line => OfLine(before, line)).ToList();
        var gone = before.Keys.Except(now.Lines.Select(line => line.SkuId)).ToList();
        if (gone.Count > 0)
        {
            var names = await store.ReadAsync(db => PriceList.ReadAsync(db, gone, ct), ct);
            changes.AddRange(gone.Select(id => GoneOf(before[id], names.GetValueOrDefault(id))));
        }

        Compare(CheckoutChangeKind.Discount, seen.Discount, now.Total.Discount);
        Compare(CheckoutChangeKind.Shipping, seen.Shipping, now.Total.Shipping);
        return changes;

        void Compare(CheckoutChangeKind kind, Money then, Money today)
        {
            if (then != today)
                changes.Add(new CheckoutChange(kind, 0, LocalizedText.Empty, LocalizedText.Empty, then, today, 0, 0));
        }
    }

    private static IEnumerable<CheckoutChange> OfLine(Dictionary<long, SeenLine> before, CheckoutLine line)
    {
        var isNew = !before.TryGetValue(line.SkuId, out var seen);
        CheckoutChange Of(CheckoutChangeKind kind) => new(
            kind, line.SkuId, line.Name, line.Options, seen.UnitPrice, line.UnitPrice, seen.Quantity, line.Quantity);
        if (isNew) yield return Of(CheckoutChangeKind.LineAdded);
        if (!isNew && seen.UnitPrice != line.UnitPrice) yield return Of(CheckoutChangeKind.Price);
        if (!isNew && seen.Quantity != line.Quantity) yield return Of(CheckoutChangeKind.Quantity);
    }

    /// <summary>What is not sold is not named: a form could ask for the name of anything.</summary>
    private static CheckoutChange GoneOf(SeenLine seen, PricedSku? sku) => new(
        CheckoutChangeKind.LineGone, seen.SkuId,
        sku is { IsForSale: true } ? sku.Name : LocalizedText.Empty,
        sku is { IsForSale: true } ? sku.Options : LocalizedText.Empty, seen.UnitPrice, Money.Zero, seen.Quantity, 0);
}
