using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Messaging;

/// <summary>Messages that wait, delayed ones too, and dead ones.</summary>
internal sealed class MessageBacklog(ShopStore store) : IBacklog
{
    public string Name => "messages";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var waiting = db.Set<OutboxMessage>()
            .Where(row => row.State == MessageState.Waiting || row.State == MessageState.Sent);
        var due = await waiting.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt)
            .Select(row => (DateTimeOffset?)row.DueAt).FirstOrDefaultAsync(ct);
        return new BacklogCount(await waiting.LongCountAsync(ct), due,
            await db.Set<OutboxMessage>().LongCountAsync(row => row.State == MessageState.Dead, ct));
    }, ct);
}
