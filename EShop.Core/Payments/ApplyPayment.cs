using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments;

public enum ApplyPaymentStatus
{
    /// <summary>It was applied before; twice is once.</summary>
    AlreadyApplied = 1,

    /// <summary>Amount, currency or order do not fit; kept aside for staff.</summary>
    Suspicious,

    /// <summary>Its order cannot take it; the money goes back by itself.</summary>
    RefundDue,

    Kept,
}

public sealed record ApplyPaymentRequest(long PaymentId);

/// <summary>Lets a recorded payment do its work: asks its order to be paid, then keeps the money or sends it back
/// (S16). Each module commits alone; the steps find out by themselves what was done before.</summary>
public sealed partial class ApplyPayment
{
    private readonly ShopStore _store;
    private readonly PayOrder _payOrder;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    internal ApplyPayment(ShopStore store, PayOrder payOrder, TimeProvider clock, ILogger<ApplyPayment> log) =>
        (_store, _payOrder, _clock, _log) = (store, payOrder, clock, log);

    public async Task<ApplyPaymentStatus> ExecuteAsync(ApplyPaymentRequest request, CancellationToken ct)
    {
        var payment = await _store.ReadAsync(
            db => db.Set<Payment>().SingleAsync(p => p.Id == request.PaymentId, ct), ct);
        if (payment.State != PaymentState.Received) return ApplyPaymentStatus.AlreadyApplied;
        var paid = await _payOrder.ExecuteAsync(new PayOrderRequest(
            payment.OrderNumber, new Money(payment.AmountMinor), payment.Currency,
            $"{payment.Provider}:{payment.ProviderId}"), ct);
        var state = paid switch
        {
            PayOrderStatus.Paid or PayOrderStatus.PaidByThis => PaymentState.Kept,
            PayOrderStatus.Closed or PayOrderStatus.PaidOtherwise => PaymentState.RefundDue,
            PayOrderStatus.NotFound or PayOrderStatus.WrongAmount => PaymentState.Suspicious,
            _ => throw new InvalidOperationException($"Unknown status: {paid}."),
        };
        LogApplied(payment.Id, payment.OrderNumber, paid, state);
        return await MoveAsync(payment, state, ct);
    }

    private async Task<ApplyPaymentStatus> MoveAsync(Payment payment, PaymentState state, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var isFirst = await _store.WriteAsync(async db =>
        {
            var rows = await db.Set<Payment>()
                .Where(p => p.Id == payment.Id && p.State == PaymentState.Received)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, state), ct);
            if (rows == 1 && state == PaymentState.RefundDue) await AddRefundAsync(db, now, payment, ct);
            return rows == 1;
        }, ct);
        return !isFirst ? ApplyPaymentStatus.AlreadyApplied
            : state == PaymentState.Kept ? ApplyPaymentStatus.Kept
            : state == PaymentState.RefundDue ? ApplyPaymentStatus.RefundDue
            : ApplyPaymentStatus.Suspicious;
    }

    private static async Task AddRefundAsync(
        ShopDbContext db, DateTimeOffset now, Payment payment, CancellationToken ct)
    {
        var refund = new Refund
        {
            PaymentId = payment.Id,
            Key = $"late-{payment.Id}",
            AmountMinor = payment.AmountMinor,
            Reason = "the order could not take it",
            CreatedAt = now,
        };
        db.Set<Refund>().Add(refund);
        await db.SaveChangesAsync(ct);
        Outbox.Add(db, now, new SendRefund(refund.Id));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Payment {Id} of order {Order}: {Paid}, {State}")]
    private partial void LogApplied(long id, string order, PayOrderStatus paid, PaymentState state);
}
