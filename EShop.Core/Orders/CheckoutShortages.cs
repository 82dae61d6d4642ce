using EShop.Core.Inventory;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

public enum ShortageReason
{
    /// <summary>Its product is no longer sold.</summary>
    NotForSale = 1,

    /// <summary>There are fewer than are wanted.</summary>
    SoldOut,
}

/// <summary>A line that cannot be ordered as it stands.</summary>
/// <param name="Left">How many of it can be had.</param>
public sealed record CheckoutShortage(long SkuId, ShortageReason Reason, long Left);

/// <summary>What a cart has in it that cannot be had, or not so many. A look only: the checkout decides.</summary>
internal static class CheckoutShortages
{
    public static async Task<IReadOnlyList<CheckoutShortage>> FindAsync(
        ShopDbContext db, IReadOnlyList<CheckoutLine> lines, CancellationToken ct)
    {
        var ids = lines.Select(line => line.SkuId).ToList();
        var free = await db.Set<StockLevel>().Where(level => ids.Contains(level.SkuId))
            .ToDictionaryAsync(level => level.SkuId, level => level.Available, ct);
        return [.. lines.Select(line => Of(line, free.GetValueOrDefault(line.SkuId))).OfType<CheckoutShortage>()];
    }

    private static CheckoutShortage? Of(CheckoutLine line, long free) =>
        !line.IsForSale ? new CheckoutShortage(line.SkuId, ShortageReason.NotForSale, 0)
        : free < line.Quantity ? new CheckoutShortage(line.SkuId, ShortageReason.SoldOut, free)
        : null;
}
