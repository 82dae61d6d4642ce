using EShop.Core.Messaging;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

/// <summary>A refund is written; the provider is to be asked for it.</summary>
internal sealed record SendRefund(long RefundId) : IMessage;

/// <summary>Asks the provider to send money back, under the refund's key, until it says that it has.</summary>
internal sealed class SendRefundHandler(ShopStore store, PaymentGateways gateways, TimeProvider clock)
    : IMessageHandler<SendRefund>
{
    public async Task HandleAsync(SendRefund message, CancellationToken ct)
    {
        var refund = await store.ReadAsync(db => db.Set<Refund>().SingleAsync(r => r.Id == message.RefundId, ct), ct);
        if (refund.DoneAt is not null) return;
        var payment = await store.ReadAsync(
            db => db.Set<Payment>().SingleAsync(p => p.Id == refund.PaymentId, ct), ct);
        var verdict = await gateways.Get(payment.Provider).RefundAsync(
            new RefundCall(payment.ProviderId, refund.Key, new Money(refund.AmountMinor)), ct);
        if (verdict == RefundVerdict.Refused)
            throw new InvalidOperationException($"{payment.Provider} refuses refund {refund.Id}; staff must look.");
        var now = clock.GetUtcNow();
        await store.WriteAsync(db => DoneAsync(db, now, (refund.Id, payment), ct), ct);
    }

    private static async Task DoneAsync(
        ShopDbContext db, DateTimeOffset now, (long RefundId, Payment Payment) done, CancellationToken ct)
    {
        var (refundId, payment) = done;
        // Of two parts that are done at the same moment, the later one sees that all is back.
        await RefundLedger.LockAsync(db, payment.Id, ct);
        var rows = await db.Set<Refund>().Where(r => r.Id == refundId && r.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.DoneAt, now), ct);
        if (rows == 0) return; // Another node was told the same, and first.
        Outbox.Add(db, now, new RefundDone(refundId));
        var back = await db.Set<Refund>().Where(r => r.PaymentId == payment.Id && r.DoneAt != null)
            .SumAsync(r => r.AmountMinor, ct);
        if (back < payment.AmountMinor) return;
        var ofPayment = db.Set<Payment>().Where(p => p.Id == payment.Id);
        var kept = await ofPayment.Where(p => p.State == PaymentState.Kept)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PaymentState.Refunded), ct);
        if (kept == 1) Outbox.Add(db, now, new PaymentBack(payment.OrderNumber));
        await ofPayment.Where(p => p.State == PaymentState.RefundDue)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PaymentState.Refunded), ct);
    }
}
