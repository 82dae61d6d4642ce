using EShop.Core.Storage;
using EShop.Core.Telemetry;

namespace EShop.Core.Mail;

/// <summary>Mails in the queue.</summary>
internal sealed class MailBacklog(ShopStore store) : IBacklog
{
    public string Name => "mails";

    public Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct) => store.ReadAsync(
        db => BacklogCount.OfAsync(
            db.Set<QueuedMail>().Where(row => row.State == MailState.Waiting).Select(row => row.DueAt), now, ct), ct);
}
