using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Messaging;

/// <summary>Messages that wait, delayed ones and those at the broker too, and dead ones.</summary>
internal sealed class MessageBacklog(ShopStore store) : IBacklog
{
    public string Name => "messages";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var waiting = db.Set<OutboxMessage>()
            .Where(row => row.State == MessageState.Waiting || row.State == MessageState.Sent);
        var count = await BacklogCount.OfAsync(waiting.Select(row => row.DueAt), now, ct);
        var dead = await db.Set<OutboxMessage>().LongCountAsync(row => row.State == MessageState.Dead, ct);
        return count with { Dead = dead };
    }, ct);
}
