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

    /// <summary>One person may not have so many.</summary>
    OverPersonLimit,
}

/// <summary>A line that cannot be ordered as it stands.</summary>
/// <param name="Left">How many of it can be had.</param>
public sealed record CheckoutShortage(long SkuId, ShortageReason Reason, long Left)
{
    /// <summary>How many one person may have; null: as many as there are.</summary>
    public int? PersonMax { get; init; }

    /// <summary>How many of them this person has ordered before.</summary>
    public int Had { get; init; }
}

/// <summary>What a cart has in it that cannot be had, or not so many. A look only: the checkout decides.</summary>
internal static class CheckoutShortages
{
    public static async Task<IReadOnlyList<CheckoutShortage>> FindAsync(
        ShopDbContext db, long accountId, IReadOnlyList<CheckoutLine> lines, CancellationToken ct)
    {
        var had = await PersonLimits.HadAsync(db, [accountId], lines, ct);
        var ids = lines.Select(line => line.SkuId).ToList();
        var free = await db.Set<StockLevel>().Where(level => ids.Contains(level.SkuId))
            .ToDictionaryAsync(level => level.SkuId, level => level.Available, ct);
        return [.. lines.Select(Of).OfType<CheckoutShortage>()];

        CheckoutShortage? Of(CheckoutLine line)
        {
            var (left, allowed) = (free.GetValueOrDefault(line.SkuId), had.LeftOf(accountId, line));
            if (!line.IsForSale) return new CheckoutShortage(line.SkuId, ShortageReason.NotForSale, 0);
            if (Math.Min(left, allowed) >= line.Quantity) return null;
            // What is told is what stands in the way even when the other is mended.
            return left < allowed
                ? new CheckoutShortage(line.SkuId, ShortageReason.SoldOut, left)
                : new CheckoutShortage(line.SkuId, ShortageReason.OverPersonLimit, allowed)
                {
                    PersonMax = line.PersonMax,
                    Had = had.Of(accountId, line),
                };
        }
    }
}
