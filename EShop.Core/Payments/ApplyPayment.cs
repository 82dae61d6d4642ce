using EShop.Core.Orders;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments;

public enum ApplyPaymentStatus
{
    /// <summary>It was applied before; twice is once.</summary>
    AlreadyApplied = 1,

    /// <summary>Its order is just being revived, or there are too many at once; it is tried again.</summary>
    Busy,

    /// <summary>Amount, currency or order do not fit; kept aside for staff.</summary>
    Suspicious,

    /// <summary>Its order cannot take it; the money goes back by itself.</summary>
    RefundDue,

    Kept,
}

public sealed record ApplyPaymentRequest(long PaymentId);

/// <summary>Lets a recorded payment do its work: asks its order to be paid, or to be revived when its time was up; then
/// keeps the money or sends it back (S16), and tells the shopper of what was not as expected. Each module commits
/// alone; the steps find out by themselves what was done before.</summary>
public sealed partial class ApplyPayment
{
    private readonly ShopStore _store;
    private readonly PayOrder _payOrder;
    private readonly ReviveOrder _revive;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    internal ApplyPayment(
        ShopStore store, (PayOrder Pay, ReviveOrder Revive) orders, TimeProvider clock, ILogger<ApplyPayment> log) =>
        (_store, _payOrder, _revive, _clock, _log) = (store, orders.Pay, orders.Revive, clock, log);

    public async Task<ApplyPaymentStatus> ExecuteAsync(ApplyPaymentRequest request, CancellationToken ct)
    {
        var payment = await _store.ReadAsync(
            db => db.Set<Payment>().SingleAsync(p => p.Id == request.PaymentId, ct), ct);
        if (payment.State != PaymentState.Received) return ApplyPaymentStatus.AlreadyApplied;
        var fate = await DecideAsync(payment, ct);
        LogApplied(payment.Id, payment.OrderNumber, fate);
        return fate == PaymentFate.Busy ? ApplyPaymentStatus.Busy : await MoveAsync(payment, fate, ct);
    }

    private async Task<PaymentFate> DecideAsync(Payment payment, CancellationToken ct)
    {
        var paying = new PayOrderRequest(
            payment.OrderNumber, new Money(payment.AmountMinor), payment.Currency,
            $"{payment.Provider}:{payment.ProviderId}");
        var paid = await _payOrder.ExecuteAsync(paying, ct);
        return paid switch
        {
            PayOrderStatus.Paid or PayOrderStatus.PaidByThis => PaymentFate.Kept,
            PayOrderStatus.PaidOtherwise => PaymentFate.PaidTwice,
            PayOrderStatus.NotFound or PayOrderStatus.WrongAmount => PaymentFate.Suspicious,
            PayOrderStatus.Closed => await _revive.ExecuteAsync(paying, ct) switch
            {
                ReviveOrderStatus.Busy => PaymentFate.Busy,
                ReviveOrderStatus.NotLapsed => PaymentFate.Cancelled,
                ReviveOrderStatus.CouponGone => PaymentFate.CouponGone,
                ReviveOrderStatus.StockGone => PaymentFate.StockGone,
                ReviveOrderStatus.Revived => PaymentFate.Revived,
                var status => throw new InvalidOperationException($"Unknown status: {status}."),
            },
            _ => throw new InvalidOperationException($"Unknown status: {paid}."),
        };
    }

    private async Task<ApplyPaymentStatus> MoveAsync(Payment payment, PaymentFate fate, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var state = fate switch
        {
            PaymentFate.Kept or PaymentFate.Revived => PaymentState.Kept,
            PaymentFate.Suspicious => PaymentState.Suspicious,
            PaymentFate.PaidTwice or PaymentFate.Cancelled or PaymentFate.CouponGone or PaymentFate.StockGone =>
                PaymentState.RefundDue,
            _ => throw new InvalidOperationException($"Not to be kept: {fate}."),
        };
        var isFirst = await _store.WriteAsync(async db =>
        {
            var rows = await db.Set<Payment>()
                .Where(p => p.Id == payment.Id && p.State == PaymentState.Received)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, state), ct);
            if (rows == 0) return false;
            if (state == PaymentState.RefundDue) await AddRefundAsync(db, now, (payment, fate), ct);
            await PaymentMails.QueueAsync(db, now, (payment, fate), ct);
            return true;
        }, ct);
        return !isFirst ? ApplyPaymentStatus.AlreadyApplied
            : state == PaymentState.Kept ? ApplyPaymentStatus.Kept
            : state == PaymentState.RefundDue ? ApplyPaymentStatus.RefundDue
            : ApplyPaymentStatus.Suspicious;
    }

    private static async Task AddRefundAsync(
        ShopDbContext db, DateTimeOffset now, (Payment Payment, PaymentFate Fate) due, CancellationToken ct)
    {
        var (payment, fate) = due;
        var reason = fate switch
        {
            PaymentFate.PaidTwice => "another payment has paid the order",
            PaymentFate.Cancelled => "the order was cancelled before the money came",
            PaymentFate.CouponGone => "late, and the coupon cannot be had again",
            PaymentFate.StockGone => "late, and the stock cannot be had again",
            _ => throw new InvalidOperationException($"Not to be refunded: {fate}."),
        };
        var ask = new RefundAsk(
            payment.Id, $"late-{payment.Id}", new Money(payment.AmountMinor), reason, StaffId: null, Answer: "");
        if (!await RefundLedger.PromiseAsync(db, now, ask, ct))
            throw new InvalidOperationException($"Payment {payment.Id} has just come, and is refunded already.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Payment {Id} of order {Order}: {Fate}")]
    private partial void LogApplied(long id, string order, PaymentFate fate);
}

/// <summary>What becomes of a payment, and why.</summary>
internal enum PaymentFate
{
    Busy = 1,
    Kept,
    Suspicious,

    /// <summary>It came late, and its order could be revived.</summary>
    Revived,

    PaidTwice,
    Cancelled,
    CouponGone,
    StockGone,
}
