using EShop.Core.Storage;
using EShop.Core.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Mail;

/// <summary>Mails in the queue.</summary>
internal sealed class MailBacklog(ShopStore store) : IBacklog
{
    public string Name => "mails";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var waiting = db.Set<QueuedMail>().Where(row => row.State == MailState.Waiting);
        var due = await waiting.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt)
            .Select(row => (DateTimeOffset?)row.DueAt).FirstOrDefaultAsync(ct);
        return new BacklogCount(await waiting.LongCountAsync(ct), due);
    }, ct);
}
