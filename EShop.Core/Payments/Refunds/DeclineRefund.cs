using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments.Refunds;

public enum DeclineRefundStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>The shopper is told why.</summary>
    AnswerMissing,

    AnswerTooLong,

    /// <summary>There is no such request, or it has been decided or taken back.</summary>
    NotOpen,

    Declined,
}

/// <param name="Answer">A word to the shopper.</param>
public sealed record DeclineRefundRequest(long ActorId, OrderNumber Number, long RequestId, string Answer);

/// <summary>Staff declines a refund that was asked for, with a word to the shopper.</summary>
public sealed partial class DeclineRefund(
    ShopStore store, StaffGate gate, TimeProvider clock, ILogger<DeclineRefund> log)
{
    public async Task<DeclineRefundStatus> ExecuteAsync(DeclineRefundRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return DeclineRefundStatus.NotAllowed;
        var answer = request.Answer.Trim();
        if (answer.Length == 0) return DeclineRefundStatus.AnswerMissing;
        if (answer.Length > RefundRequest.AnswerMax) return DeclineRefundStatus.AnswerTooLong;
        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(async db =>
        {
            var move = (request.RequestId, request.Number.Text, RefundRequestState.Declined, (long?)request.ActorId,
                answer);
            if (!await RefundLedger.MoveRequestAsync(db, now, move, ct)) return DeclineRefundStatus.NotOpen;
            StaffTrail.Add(
                db, now, request.ActorId, "refund.decline", $"order {request.Number}", "asked for", answer);
            return DeclineRefundStatus.Declined;
        }, ct);
        LogDeclined(request.Number.Text, status, request.ActorId);
        return status;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Decline refund of order {Order}: {Status}, by {ActorId}")]
    private partial void LogDeclined(string order, DeclineRefundStatus status, long actorId);
}
