using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments.Refunds;

public enum CancelPaidOrderStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    AnswerTooLong,
    NotFound,

    /// <summary>It is not paid, has gone off, or was cancelled before.</summary>
    NotToBeCancelled,

    Cancelled,
}

/// <param name="Answer">A word to the shopper; may be empty.</param>
public sealed record CancelPaidOrderRequest(long ActorId, OrderNumber Number, string Answer);

/// <summary>Staff cancels a paid order that has not gone off: of cancelling and sending at the same moment exactly one
/// wins. The money, the goods and, where the shopper did not ask for it, the coupon come back by its message.</summary>
public sealed partial class CancelPaidOrder(
    ShopStore store, StaffGate gate, TimeProvider clock, ILogger<CancelPaidOrder> log)
{
    public async Task<CancelPaidOrderStatus> ExecuteAsync(CancelPaidOrderRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return CancelPaidOrderStatus.NotAllowed;
        var answer = request.Answer.Trim();
        if (answer.Length > RefundRequest.AnswerMax) return CancelPaidOrderStatus.AnswerTooLong;
        var reason = await ReasonAsync(request.Number, ct);
        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(async db =>
        {
            if (!await db.Set<Order>().AnyAsync(o => o.Number == request.Number.Text, ct))
                return CancelPaidOrderStatus.NotFound;
            var stop = new OrderStop(request.Number, reason, request.ActorId, answer);
            if (!await OrderLedger.StopAsync(db, now, stop, ct)) return CancelPaidOrderStatus.NotToBeCancelled;
            StaffTrail.Add(
                db, now, request.ActorId, "order.cancel-paid", $"order {request.Number}", "Paid",
                $"cancelled, {reason}");
            return CancelPaidOrderStatus.Cancelled;
        }, ct);
        LogCancel(request.Number.Text, status, request.ActorId);
        return status;
    }

    private Task<StopReason> ReasonAsync(OrderNumber number, CancellationToken ct) => store.ReadAsync(
        async db => await db.Set<RefundRequest>().AnyAsync(
            r => r.OrderNumber == number.Text && r.State == RefundRequestState.Open, ct)
            ? StopReason.AskedByShopper
            : StopReason.ByShop, ct);

    [LoggerMessage(Level = LogLevel.Information, Message = "Cancel paid order {Order}: {Status}, by {ActorId}")]
    private partial void LogCancel(string order, CancelPaidOrderStatus status, long actorId);
}
