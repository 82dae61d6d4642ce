using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments.Refunds;

public enum AskForRefundStatus
{
    ReasonMissing = 1,

    /// <summary>More than <see cref="AskForRefund.ReasonMax"/> characters.</summary>
    ReasonTooLong,

    /// <summary>This account has no such order.</summary>
    NotFound,

    /// <summary>With this key something else was asked for before.</summary>
    KeyUsedOtherwise,

    /// <summary>It is not paid, or the money has gone back already.</summary>
    NothingToRefund,

    /// <summary>It has been complete for longer than a refund may be asked for.</summary>
    TooLate,

    /// <summary>It was asked for before and has not been decided.</summary>
    AlreadyAsked,

    /// <summary>Also when this key has asked for it before, whatever became of it since.</summary>
    Asked,
}

/// <param name="Key">Of one press of the button or one request of a program: again it is the same request.</param>
/// <param name="Reason">Why, in the shopper's own words.</param>
public sealed record AskForRefundRequest(long AccountId, OrderNumber Number, Guid Key, string Reason);

/// <summary>A shopper asks for money back for a paid order; staff decides.</summary>
public sealed partial class AskForRefund(
    ShopStore store, ShowOrder orders, IOptions<OrderOptions> options, TimeProvider clock, ILogger<AskForRefund> log)
{
    public const int ReasonMax = RefundRequest.ReasonMax;

    public async Task<AskForRefundStatus> ExecuteAsync(AskForRefundRequest request, CancellationToken ct)
    {
        var status = await DecideAsync(request with { Reason = request.Reason.Trim() }, ct);
        LogAsked(request.Number.Text, status);
        return status;
    }

    private async Task<AskForRefundStatus> DecideAsync(AskForRefundRequest request, CancellationToken ct)
    {
        if (request.Reason.Length == 0) return AskForRefundStatus.ReasonMissing;
        if (request.Reason.Length > ReasonMax) return AskForRefundStatus.ReasonTooLong;
        var shown = await orders.ExecuteAsync(new ShowOrderRequest(request.AccountId, request.Number), ct);
        if (shown.Order is not { } order) return AskForRefundStatus.NotFound;
        if (await BeforeAsync(request, ct) is { } before) return before;
        var now = clock.GetUtcNow();
        if (!RefundRules.HasSomethingToRefund(order)) return AskForRefundStatus.NothingToRefund;
        if (now > RefundRules.AskUntil(order, options.Value)) return AskForRefundStatus.TooLate;
        if (await AskAsync(request, now, ct)) return AskForRefundStatus.Asked;
        // Another was first: perhaps this very request, sent twice.
        return await BeforeAsync(request, ct) ?? AskForRefundStatus.AlreadyAsked;
    }

    /// <summary>What the key gets that was used before; null: it was not.</summary>
    private async Task<AskForRefundStatus?> BeforeAsync(AskForRefundRequest request, CancellationToken ct)
    {
        var first = await store.ReadAsync(db => db.Set<RefundRequest>()
            .Where(r => r.AccountId == request.AccountId && r.Key == request.Key)
            .Select(r => new { r.OrderNumber, r.Reason }).SingleOrDefaultAsync(ct), ct);
        if (first is null) return null;
        return first.OrderNumber == request.Number.Text && first.Reason == request.Reason
            ? AskForRefundStatus.Asked
            : AskForRefundStatus.KeyUsedOtherwise;
    }

    private async Task<bool> AskAsync(AskForRefundRequest request, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(async db =>
            {
                var isOpen = await db.Set<RefundRequest>().AnyAsync(
                    r => r.OrderNumber == request.Number.Text && r.State == RefundRequestState.Open, ct);
                if (isOpen) return false;
                var asked = new RefundRequest
                {
                    OrderNumber = request.Number.Text,
                    AccountId = request.AccountId,
                    Key = request.Key,
                    Reason = request.Reason,
                    CreatedAt = now,
                };
                db.Set<RefundRequest>().Add(asked);
                await db.SaveChangesAsync(ct);
                Outbox.Add(db, now, new RefundRequestMoved(asked.Id));
                return true;
            }, ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // The second press of the button, at the same moment: the order has an open one, or the key is used.
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ask for a refund of order {Order}: {Status}")]
    private partial void LogAsked(string order, AskForRefundStatus status);
}

/// <summary>When a refund may be asked for.</summary>
internal static class RefundRules
{
    public static bool HasSomethingToRefund(OrderDetail order) =>
        order.State is OrderState.Paid or OrderState.Shipped or OrderState.Completed && order.StoppedAt is null
        && !order.Total.Due.IsZero;

    /// <summary>What has not arrived can be asked for at any time; then for as long as the shop says.</summary>
    public static DateTimeOffset AskUntil(OrderDetail order, OrderOptions options) =>
        order.State == OrderState.Completed ? order.Steps[^1].At + options.RefundWithin : DateTimeOffset.MaxValue;
}
