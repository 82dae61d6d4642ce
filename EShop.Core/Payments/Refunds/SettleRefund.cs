using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments.Refunds;

internal enum RefundFate
{
    /// <summary>The provider gives no answer; it is asked again.</summary>
    CannotKnow = 1,

    /// <summary>The provider will not send it; staff must look.</summary>
    Refused,

    /// <summary>The money is back, and all is done that follows from it.</summary>
    Settled,
}

/// <summary>The one step to which a refund's message and the sweep lead: asks the provider, under the refund's key, to
/// send the money; then the goods that came with it are in stock, and an order of which all is back is refunded. Each
/// part finds out by itself what was done before.</summary>
internal sealed partial class SettleRefund(
    ShopStore store, ProviderCalls calls, ReturnGoods goods, CompleteRefund complete, TimeProvider clock,
    ILogger<SettleRefund> log)
{
    public async Task<RefundFate> ExecuteAsync(long refundId, CancellationToken ct)
    {
        var (refund, payment) = await ReadAsync(refundId, ct);
        if (refund.SettledAt is not null) return RefundFate.Settled;
        if (refund.RefusedAt is not null) return RefundFate.Refused;
        if (refund.DoneAt is null && await SendAsync(refund, payment, ct) is { } unsent) return unsent;
        await FollowAsync(refund, ct);
        var now = clock.GetUtcNow();
        await store.WriteAsync(db => RefundLedger.SettledAsync(db, now, refundId, ct), ct);
        return RefundFate.Settled;
    }

    /// <summary>Null: it is sent.</summary>
    private async Task<RefundFate?> SendAsync(Refund refund, Payment payment, CancellationToken ct)
    {
        var call = new RefundCall(payment.ProviderId, refund.Key, new Money(refund.AmountMinor));
        var verdict = await calls.AskAsync(
            payment.Provider, (gateway, token) => gateway.RefundAsync(call, token), ct);
        if (verdict is null) return RefundFate.CannotKnow;
        var now = clock.GetUtcNow();
        if (verdict == RefundVerdict.Refused)
        {
            if (await store.WriteAsync(db => RefundLedger.RefuseAsync(db, now, refund.Id, ct), ct))
                LogRefused(payment.Provider, refund.Id, payment.OrderNumber);
            return RefundFate.Refused;
        }

        await store.WriteAsync(db => RefundLedger.DoneAsync(db, now, (refund, payment), ct), ct);
        return null;
    }

    /// <summary>What its messages do as well.</summary>
    private async Task FollowAsync(Refund refund, CancellationToken ct)
    {
        var (_, payment) = await ReadAsync(refund.Id, ct);
        // Money can come for an order number that is not ours, and goes back like any other.
        if (!OrderNumber.TryParse(payment.OrderNumber, out var number)) return;
        await goods.ReturnAsync(number, refund.Key, ct);
        var paidWith = $"{payment.Provider}:{payment.ProviderId}";
        var isAllBack = payment.State == PaymentState.Refunded && await store.ReadAsync(
            db => db.Set<Order>().AnyAsync(o => o.Number == number.Text && o.PaidWith == paidWith, ct), ct);
        if (isAllBack) await complete.CompleteAsync(number, ct);
    }

    private Task<(Refund Refund, Payment Payment)> ReadAsync(long refundId, CancellationToken ct) => store.ReadAsync(
        async db =>
        {
            var refund = await db.Set<Refund>().SingleAsync(r => r.Id == refundId, ct);
            return (refund, await db.Set<Payment>().SingleAsync(p => p.Id == refund.PaymentId, ct));
        }, ct);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "{Provider} refuses refund {Refund} of order {Order}: somebody should look at it")]
    private partial void LogRefused(string provider, long refund, string order);
}
