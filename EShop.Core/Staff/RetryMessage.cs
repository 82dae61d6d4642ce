using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Messaging;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Staff;

public enum RetryMessageStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>There is no such message, or it is neither dead nor failing.</summary>
    NothingToRetry,

    /// <summary>It is delivered again at once.</summary>
    Retried,
}

public sealed record RetryMessageRequest(long ActorId, long MessageId);

/// <summary>Staff has a dead or failing message delivered again. Its handlers make twice once.</summary>
public sealed class RetryMessage(ShopStore store, StaffGate gate, TimeProvider clock)
{
    public async Task<RetryMessageStatus> ExecuteAsync(RetryMessageRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return RetryMessageStatus.NotAllowed;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var rows = await db.Set<OutboxMessage>()
                .Where(m => m.Id == request.MessageId && (m.State == MessageState.Dead
                    || ((m.State == MessageState.Waiting || m.State == MessageState.Sent) && m.Tries > 0)))
                .ExecuteUpdateAsync(set => set
                    .SetProperty(m => m.State, MessageState.Waiting)
                    .SetProperty(m => m.Tries, 0)
                    .SetProperty(m => m.DueAt, now), ct);
            if (rows == 0) return RetryMessageStatus.NothingToRetry;
            db.WakesWorkers = true;
            StaffTrail.Add(db, now, request.ActorId, "message.retry", $"message {request.MessageId}", "", "");
            return RetryMessageStatus.Retried;
        }, ct);
    }
}
