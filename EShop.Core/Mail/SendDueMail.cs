using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Mail;

public enum SendDueMailStatus
{
    NothingDue = 1,

    /// <summary>Some were sent or put off; there may be more.</summary>
    Worked = 2,
}

public sealed record SendDueMailResult(SendDueMailStatus Status, int Delivered, int PutOff, int GivenUp);

/// <summary>
/// Sends a batch of waiting mails. Each is claimed for a while before it is sent, so that two nodes do not send the
/// same one; when a node dies in between, the mail may come twice but never not at all.
/// </summary>
public sealed partial class SendDueMail
{
    private static readonly TimeSpan ClaimLength = IMailTransport.BatchWithin + TimeSpan.FromMinutes(2);

    /// <summary>By the number of tries so far; the last one is used for all further ones.</summary>
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
    ];

    private readonly ShopStore _store;
    private readonly IMailTransport _transport;
    private readonly TimeProvider _clock;
    private readonly ILogger<SendDueMail> _log;
    private readonly MailOptions _options;

    internal SendDueMail(
        ShopStore store, IMailTransport transport, TimeProvider clock, ILogger<SendDueMail> log,
        IOptions<MailOptions> settings)
    {
        _store = store;
        _transport = transport;
        _clock = clock;
        _log = log;
        _options = settings.Value;
    }

    public async Task<SendDueMailResult> ExecuteAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        if (!await _store.ReadAsync(db => Due(db, now).AnyAsync(ct), ct))
            return new SendDueMailResult(SendDueMailStatus.NothingDue, 0, 0, 0);
        var (mails, dropped) = await ClaimAsync(now, ct);
        var deliveries = mails.Count == 0
            ? []
            : await _transport.SendAsync([.. mails.Select(mail => mail.ToMime(_options.From))], ct);
        var outcomes = mails.Zip(deliveries, (mail, delivery) => new Outcome(mail, delivery)).ToList();
        // Not cancelled from here on: what was sent must be known as sent.
        if (outcomes.Count > 0)
            await RecordAsync(outcomes, now, CancellationToken.None);
        var delivered = outcomes.Count(o => o.Delivery.Status == DeliveryStatus.Delivered);
        var givenUp = outcomes.Count(IsGivenUp);
        LogWorked(_log, delivered, mails.Count - delivered - givenUp, givenUp, dropped);
        return new SendDueMailResult(
            SendDueMailStatus.Worked, delivered, mails.Count - delivered - givenUp, givenUp + dropped);
    }

    private sealed record Outcome(QueuedMail Mail, Delivery Delivery);

    private static IQueryable<QueuedMail> Due(ShopDbContext db, DateTimeOffset now) => db.Set<QueuedMail>()
        .Where(m => m.State == MailState.Waiting && m.DueAt <= now
            && (m.ClaimedUntil == null || m.ClaimedUntil <= now));

    private Task<(List<QueuedMail> Mails, int Dropped)> ClaimAsync(DateTimeOffset now, CancellationToken ct) =>
        _store.WriteAsync(
            async db =>
            {
                var dropped = await Due(db, now).Where(m => m.ExpiresAt != null && m.ExpiresAt <= now)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(m => m.State, MailState.Expired)
                            .SetProperty(m => m.TextBody, "").SetProperty(m => m.HtmlBody, ""),
                        ct);
                // Claimed as often as it may be and never recorded: whoever sends it dies of it.
                dropped += await Due(db, now).Where(m => m.Tries >= _options.TriesMax).ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.State, MailState.Failed).SetProperty(m => m.LastError, "unrecorded")
                        .SetProperty(m => m.TextBody, "").SetProperty(m => m.HtmlBody, ""),
                    ct);
                var mine = Guid.NewGuid();
                var ids = await Due(db, now).OrderBy(m => m.DueAt).ThenBy(m => m.Id).Select(m => m.Id)
                    .Take(_options.BatchMax).ToListAsync(ct);
                await Due(db, now).Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.ClaimedBy, mine).SetProperty(m => m.ClaimedUntil, now + ClaimLength)
                        .SetProperty(m => m.Tries, m => m.Tries + 1),
                    ct);
                var mails = await db.Set<QueuedMail>().AsNoTracking()
                    .Where(m => m.ClaimedBy == mine).OrderBy(m => m.Id).ToListAsync(ct);
                return (mails, dropped);
            },
            ct);

    /// <summary>Bodies are emptied once they are not needed: they may hold codes.</summary>
    private Task RecordAsync(List<Outcome> outcomes, DateTimeOffset now, CancellationToken ct) => _store.WriteAsync(
        async db =>
        {
            var delivered = outcomes.Where(o => o.Delivery.Status == DeliveryStatus.Delivered)
                .Select(o => o.Mail.Id).ToList();
            await db.Set<QueuedMail>().Where(m => delivered.Contains(m.Id)).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.State, MailState.Sent).SetProperty(m => m.SentAt, now)
                    .SetProperty(m => m.TextBody, "").SetProperty(m => m.HtmlBody, ""),
                ct);
            foreach (var outcome in outcomes.Where(o => o.Delivery.Status != DeliveryStatus.Delivered))
                await RecordFailureAsync(db, outcome, now, ct);
        },
        ct);

    private Task<int> RecordFailureAsync(ShopDbContext db, Outcome outcome, DateTimeOffset now, CancellationToken ct)
    {
        var row = db.Set<QueuedMail>()
            .Where(m => m.Id == outcome.Mail.Id && m.ClaimedBy == outcome.Mail.ClaimedBy
                && m.State == MailState.Waiting);
        if (IsGivenUp(outcome))
            return row.ExecuteUpdateAsync(
                set => set.SetProperty(m => m.State, MailState.Failed)
                    .SetProperty(m => m.LastError, outcome.Delivery.Reason)
                    .SetProperty(m => m.TextBody, "").SetProperty(m => m.HtmlBody, ""),
                ct);
        var again = now + Pauses[Math.Min(outcome.Mail.Tries, Pauses.Length) - 1];
        return row.ExecuteUpdateAsync(
            set => set.SetProperty(m => m.DueAt, again).SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null)
                .SetProperty(m => m.LastError, outcome.Delivery.Reason),
            ct);
    }

    private bool IsGivenUp(Outcome outcome) =>
        outcome.Delivery.Status == DeliveryStatus.Rejected
        || (outcome.Delivery.Status == DeliveryStatus.TryLater && outcome.Mail.Tries >= _options.TriesMax);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Mail: {Delivered} sent, {PutOff} put off, {GivenUp} given up, {Dropped} expired or dropped unsent")]
    private static partial void LogWorked(ILogger log, int delivered, int putOff, int givenUp, int dropped);
}
