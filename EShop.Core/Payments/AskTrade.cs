using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

/// <summary>Asks a provider about one payment, and does what the answer calls for.</summary>
internal sealed class AskTrade(
    ShopStore store, ProviderCalls calls, EndTrades ends, RecordPayment record, IOptions<PaymentOptions> options,
    TimeProvider clock)
{
    /// <summary>True: it is known now how it ended.</summary>
    public async Task<bool> ExecuteAsync(PaymentTrade trade, CancellationToken ct)
    {
        var isEnded = await IsAwaitedAsync(trade, ct)
            ? await QueryAsync(trade, ct)
            : await ends.EndAsync(OrderNumber.Stored(trade.OrderNumber), trade.Provider, ct);
        if (isEnded) return true;
        var now = clock.GetUtcNow();
        var again = (trade.OrderNumber, trade.Provider, now + options.Value.AskAgainAfter(trade.Tries + 1));
        await store.WriteAsync(db => PaymentLedger.AskAgainAsync(db, now, again, ct), ct);
        return false;
    }

    /// <summary>False: it is open there, or the provider does not answer.</summary>
    public async Task<bool> QueryAsync(PaymentTrade trade, CancellationToken ct)
    {
        var order = OrderNumber.Stored(trade.OrderNumber);
        var asked = await calls.AskAsync(trade.Provider, (gateway, token) => gateway.QueryAsync(order, token), ct);
        if (asked is not { State: TradeState.Paid or TradeState.Closed } answer) return false;
        if (answer.Payment is { } paid) await record.ExecuteAsync(trade.Provider, paid, ct);
        var now = clock.GetUtcNow();
        await store.WriteAsync(
            db => PaymentLedger.EndTradeAsync(db, now, (trade.OrderNumber, trade.Provider), ct), ct);
        return true;
    }

    private Task<bool> IsAwaitedAsync(PaymentTrade trade, CancellationToken ct) => store.ReadAsync(
        db => db.Set<Order>()
            .AnyAsync(o => o.Number == trade.OrderNumber && o.State == OrderState.AwaitingPayment, ct), ct);
}
