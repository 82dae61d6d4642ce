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
    public static async Task<KeyedOrder?> FindAsync(ShopDbContext db, CheckOutRequest request, CancellationToken ct)
    {
        var order = await db.Set<Order>()
            .Where(o => o.AccountId == request.AccountId && o.CheckoutKey == request.CheckoutKey)
            .Select(o => new { o.Number, o.CheckoutContent }).SingleOrDefaultAsync(ct);
        return order is null ? null : new KeyedOrder(OrderNumber.Stored(order.Number), order.CheckoutContent);
    }

    /// <summary>The orders that accounts have made with the keys of their requests.</summary>
    public static async Task<Dictionary<(long AccountId, string Key), KeyedOrder>> FindAllAsync(
        ShopDbContext db, IReadOnlyList<CheckOutRequest> requests, CancellationToken ct)
    {
        var accounts = requests.Select(r => r.AccountId).Distinct().ToArray();
        var keys = requests.Select(r => r.CheckoutKey).Distinct().ToArray();
        return await db.Set<Order>()
            .Where(o => EF.Parameter(accounts).Contains(o.AccountId) && EF.Parameter(keys).Contains(o.CheckoutKey))
            .Select(o => new { o.AccountId, o.CheckoutKey, o.Number, o.CheckoutContent })
            .ToDictionaryAsync(
                o => (o.AccountId, o.CheckoutKey),
                o => new KeyedOrder(OrderNumber.Stored(o.Number), o.CheckoutContent), ct);
    }
}

/// <summary>The order that a key has made.</summary>
/// <param name="Content">What was asked for with it.</param>
internal sealed record KeyedOrder(OrderNumber Number, string? Content)
{
    /// <summary>What the same key gets now.</summary>
    public CheckOutResult AnswerTo(CheckOutRequest request) => request.Content is null || request.Content == Content
        ? new CheckOutResult(CheckOutStatus.AlreadyPlaced, Number)
        : new CheckOutResult(CheckOutStatus.KeyUsedOtherwise);
}
