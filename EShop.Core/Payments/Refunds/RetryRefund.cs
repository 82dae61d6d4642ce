using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments.Refunds;

public enum RetryRefundStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>The order has no such refund.</summary>
    NotFound,

    /// <summary>It is on its way or back: nobody refused it, or it is tried again already.</summary>
    NotRefused,

    /// <summary>The provider is asked again, under the same key.</summary>
    Retried,
}

public sealed record RetryRefundRequest(long ActorId, OrderNumber Number, long RefundId);

/// <summary>Staff has a refund asked for again that its provider refused, when the reason is mended there. Asked under
/// the same key, money that did go back does not go back twice.</summary>
public sealed partial class RetryRefund(ShopStore store, StaffGate gate, TimeProvider clock, ILogger<RetryRefund> log)
{
    public async Task<RetryRefundStatus> ExecuteAsync(RetryRefundRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return RetryRefundStatus.NotAllowed;
        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(async db =>
        {
            var refused = await db.Set<Refund>()
                .Where(r => r.Id == request.RefundId && db.Set<Payment>()
                    .Any(p => p.Id == r.PaymentId && p.OrderNumber == request.Number.Text))
                .Select(r => new { r.RefusedAt, r.AmountMinor }).SingleOrDefaultAsync(ct);
            if (refused is null) return RetryRefundStatus.NotFound;
            if (!await RefundLedger.RetryAsync(db, now, request.RefundId, ct)) return RetryRefundStatus.NotRefused;
            StaffTrail.Add(
                db, now, request.ActorId, "refund.retry", $"order {request.Number}", "refused by the provider",
                $"{new Money(refused.AmountMinor)} asked for again");
            return RetryRefundStatus.Retried;
        }, ct);
        LogRetry(request.RefundId, request.Number.Text, status, request.ActorId);
        return status;
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Retry refund {Refund} of order {Order}: {Status}, by {ActorId}")]
    private partial void LogRetry(long refund, string order, RetryRefundStatus status, long actorId);
}
