using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

public enum AskPaymentStatus
{
    /// <summary>This account has no such order.</summary>
    NotFound = 1,

    /// <summary>No payment of it is open: never begun, or known how it ended.</summary>
    NothingOpen,

    /// <summary>It was asked a moment ago.</summary>
    AskedLately,

    /// <summary>The provider was asked, and what it knows is done.</summary>
    Asked,
}

public sealed record AskPaymentRequest(long AccountId, OrderNumber Number);

/// <summary>A shopper has come back from paying and no callback has: the provider is asked, at most once in
/// <see cref="Between"/> for a payment, however many pages look.</summary>
public sealed class AskPayment
{
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    private readonly ShopStore _store;
    private readonly AskTrade _ask;
    private readonly TimeProvider _clock;

    internal AskPayment(ShopStore store, AskTrade ask, TimeProvider clock) =>
        (_store, _ask, _clock) = (store, ask, clock);

    public async Task<AskPaymentStatus> ExecuteAsync(AskPaymentRequest request, CancellationToken ct)
    {
        var number = request.Number.Text;
        var trades = await _store.ReadAsync(async db =>
            await db.Set<Order>().AnyAsync(o => o.Number == number && o.AccountId == request.AccountId, ct)
                ? await db.Set<PaymentTrade>().Where(t => t.OrderNumber == number && t.EndedAt == null).ToListAsync(ct)
                : null, ct);
        if (trades is null) return AskPaymentStatus.NotFound;
        if (trades.Count == 0) return AskPaymentStatus.NothingOpen;
        var status = AskPaymentStatus.AskedLately;
        foreach (var trade in trades)
        {
            var now = _clock.GetUtcNow();
            var asking = (number, trade.Provider, now - Between);
            if (!await _store.WriteAsync(db => PaymentLedger.AskNowAsync(db, now, asking, ct), ct)) continue;
            await _ask.QueryAsync(trade, ct);
            status = AskPaymentStatus.Asked;
        }

        return status;
    }
}
