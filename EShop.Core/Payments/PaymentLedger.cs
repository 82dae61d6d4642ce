using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

/// <summary>The only writer of the payments that were begun at providers.</summary>
internal static class PaymentLedger
{
    /// <summary>Notes that a payment is about to be begun at a provider. Begun before, it is that one; ended before, it
    /// is open again: whoever closes the order has to ask anew. False: the order does not await payment.</summary>
    public static async Task<bool> BeginTradeAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Order, string Provider, DateTimeOffset AskAt) begun,
        CancellationToken ct)
    {
        var (order, provider, askAt) = begun;
        var isAwaited = await db.Set<Order>()
            .AnyAsync(o => o.Number == order.Text && o.State == OrderState.AwaitingPayment, ct);
        if (!isAwaited) return false;
        var known = db.Set<PaymentTrade>().Where(t => t.OrderNumber == order.Text && t.Provider == provider);
        if (await known.AnyAsync(ct))
        {
            await known.Where(t => t.EndedAt != null).ExecuteUpdateAsync(set => set
                .SetProperty(t => t.EndedAt, (DateTimeOffset?)null)
                .SetProperty(t => t.AskAt, askAt), ct);
            return true;
        }

        db.Set<PaymentTrade>().Add(new PaymentTrade
        {
            OrderNumber = order.Text,
            Provider = provider,
            StartedAt = now,
            AskAt = askAt,
        });
        return true;
    }

    /// <summary>Notes how it ended is known; nothing, where it was known or was never begun.</summary>
    public static Task EndTradeAsync(
        ShopDbContext db, DateTimeOffset now, (string Order, string Provider) ended, CancellationToken ct) =>
        OpenTrades(db, ended).ExecuteUpdateAsync(set => set.SetProperty(t => t.EndedAt, now), ct);

    /// <summary>Takes the right to ask now, for a shopper who waits. False: somebody asked after
    /// <paramref name="asking"/>.Before, or how it ended is known.</summary>
    public static async Task<bool> AskNowAsync(
        ShopDbContext db, DateTimeOffset now, (string Order, string Provider, DateTimeOffset Before) asking,
        CancellationToken ct) =>
        await OpenTrades(db, (asking.Order, asking.Provider))
            .Where(t => t.AskedAt == null || t.AskedAt <= asking.Before)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.AskedAt, now), ct) == 1;

    /// <summary>Asked in vain; to be asked again.</summary>
    public static Task AskAgainAsync(
        ShopDbContext db, DateTimeOffset now, (string Order, string Provider, DateTimeOffset AskAt) asking,
        CancellationToken ct) =>
        OpenTrades(db, (asking.Order, asking.Provider)).ExecuteUpdateAsync(set => set
            .SetProperty(t => t.AskAt, asking.AskAt)
            .SetProperty(t => t.AskedAt, now)
            .SetProperty(t => t.Tries, t => t.Tries + 1), ct);

    private static IQueryable<PaymentTrade> OpenTrades(ShopDbContext db, (string Order, string Provider) trade) =>
        db.Set<PaymentTrade>()
            .Where(t => t.OrderNumber == trade.Order && t.Provider == trade.Provider && t.EndedAt == null);
}
