using EShop.Core.Messaging;
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
        await store.WriteAsync(async db =>
        {
            await db.Set<Refund>().Where(r => r.Id == refund.Id && r.DoneAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.DoneAt, now), ct);
            await db.Set<Payment>().Where(p => p.Id == payment.Id && p.State == PaymentState.RefundDue)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PaymentState.Refunded), ct);
        }, ct);
    }
}
