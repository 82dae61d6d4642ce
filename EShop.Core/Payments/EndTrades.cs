using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

/// <summary>Sees to it that no money comes for an order that is about to be closed: closes its payments at the
/// providers. Money that was faster is recorded as if a callback had told of it, and has paid the order by then.
/// </summary>
internal sealed class EndTrades(ShopStore store, ProviderCalls calls, RecordPayment record, TimeProvider clock)
    : IOrderMoney
{
    public async Task<MoneyAnswer> EndAsync(OrderNumber order, CancellationToken ct)
    {
        var providers = await store.ReadAsync(db => db.Set<PaymentTrade>()
            .Where(t => t.OrderNumber == order.Text && t.EndedAt == null)
            .OrderBy(t => t.Provider).Select(t => t.Provider).ToListAsync(ct), ct);
        var answer = MoneyAnswer.NoneWillCome;
        foreach (var provider in providers)
            if (!await EndAsync(order, provider, ct)) answer = MoneyAnswer.CannotKnow;
        return answer;
    }

    /// <summary>Ends the payment at one provider. False: it does not answer.</summary>
    public async Task<bool> EndAsync(OrderNumber order, string provider, CancellationToken ct)
    {
        var closed = await calls.AskAsync(provider, (gateway, token) => gateway.CloseAsync(order, token), ct);
        if (closed is not { } answer) return false;
        if (answer.State == TradeState.Open)
            throw new InvalidOperationException($"{provider} leaves the payment of {order} open.");
        if (answer.Payment is { } paid) await record.ExecuteAsync(provider, paid, ct);
        var now = clock.GetUtcNow();
        await store.WriteAsync(db => PaymentLedger.EndTradeAsync(db, now, (order.Text, provider), ct), ct);
        return true;
    }
}
