using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>The one-time key of a checkout page: the same key again answers with the first order.</summary>
internal static class CheckoutKey
{
    public static bool IsWellFormed(string? key) => key is { Length: > 0 and <= Order.CheckoutKeyMax }
        && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The order that this account made with this key; null: none yet.</summary>
    public static async Task<OrderNumber?> FindAsync(ShopDbContext db, CheckOutRequest request, CancellationToken ct)
    {
        var number = await db.Set<Order>()
            .Where(o => o.AccountId == request.AccountId && o.CheckoutKey == request.CheckoutKey)
            .Select(o => o.Number).SingleOrDefaultAsync(ct);
        return number is null ? null : OrderNumber.Stored(number);
    }
}
