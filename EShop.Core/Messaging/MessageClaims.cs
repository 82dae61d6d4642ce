using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Messaging;

/// <summary>A batch that is one dispatcher's for a while; if it dies, another takes over when that has run out.
/// </summary>
/// <param name="IsLast">Nothing else was free.</param>
internal sealed record ClaimedMessages(Guid Claim, IReadOnlyList<OutboxMessage> Messages, bool IsLast);

/// <summary>Takes waiting messages out of the outbox; of two takers, each gets other rows.</summary>
internal sealed partial class MessageClaims(
    ShopStore store, IOptions<MessagingOptions> options, TimeProvider clock, ILogger<MessageClaims> log)
{
    private readonly MessagingOptions _options = options.Value;

    /// <summary>Those that are due, to be handled here. One whose claim ran out comes alone and first, and this counts
    /// as a try: whoever had it died, and it may be what killed it; so it takes no others with it, and after
    /// <see cref="MessagingOptions.TriesMax"/> it is dead.</summary>
    public async Task<ClaimedMessages> TakeDueAsync(CancellationToken ct)
    {
        var (now, claim) = (clock.GetUtcNow(), Guid.NewGuid());
        var lapsed = await store.ReadAsync(db => MessageLedger.Free(db, now)
            .Where(m => m.DueAt <= now && m.ClaimedUntil != null)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).FirstOrDefaultAsync(ct), ct);
        if (lapsed is null) return await TakeAsync(isDueOnly: true, ct);
        if (lapsed.Tries + 1 >= _options.TriesMax)
        {
            if (await store.WriteAsync(db => MessageLedger.BuryLapsedAsync(db, now, lapsed, ct), ct))
                LogBuried(lapsed.Kind, lapsed.Id, lapsed.Tries + 1);
            return new ClaimedMessages(claim, [], IsLast: false);
        }

        var mine = (claim, now + _options.ClaimTime);
        var isMine = await store.WriteAsync(db => MessageLedger.TakeLapsedAsync(db, now, lapsed, mine, ct), ct);
        return new ClaimedMessages(claim, isMine ? await ReadAsync([lapsed.Id], claim, ct) : [], IsLast: false);
    }

    /// <summary>What was not begun is free again at once: nobody has died of it.</summary>
    public Task ReleaseAsync(Guid claim, IReadOnlyList<long> ids) =>
        store.WriteAsync(db => MessageLedger.ReleaseAsync(db, (claim, ids), default), default);

    /// <summary>The oldest ones, at most a batch.</summary>
    /// <param name="isDueOnly">False: also those that are due later, for a broker to hold until then.</param>
    /// <param name="ct">Ends the taking.</param>
    public async Task<ClaimedMessages> TakeAsync(bool isDueOnly, CancellationToken ct)
    {
        var (now, claim) = (clock.GetUtcNow(), Guid.NewGuid());
        var ids = await store.ReadAsync(db => MessageLedger.Free(db, now)
            .Where(m => !isDueOnly || m.DueAt <= now)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(_options.BatchMax).Select(m => m.Id).ToListAsync(ct), ct);
        if (ids.Count == 0) return new ClaimedMessages(claim, [], IsLast: true);
        await store.WriteAsync(db => MessageLedger.Free(db, now).Where(m => ids.Contains(m.Id))
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.ClaimedBy, claim)
                .SetProperty(m => m.ClaimedUntil, now + _options.ClaimTime), ct), ct);
        var mine = await ReadAsync(ids, claim, ct);
        return new ClaimedMessages(claim, mine, IsLast: mine.Count < _options.BatchMax);
    }

    private Task<List<OutboxMessage>> ReadAsync(List<long> ids, Guid claim, CancellationToken ct) => store.ReadAsync(
        db => db.Set<OutboxMessage>().Where(m => ids.Contains(m.Id) && m.ClaimedBy == claim)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).ToListAsync(ct), ct);

    public Task<bool> AreLostAsync(CancellationToken ct) => store.ReadAsync(
        db => MessageLedger.Lost(db, clock.GetUtcNow() - _options.ResendAfter).AnyAsync(ct), ct);

    /// <summary>What a broker was given and must have lost waits again, at most a batch.</summary>
    public Task RecallLostAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - _options.ResendAfter;
        return store.WriteAsync(async db =>
        {
            var ids = await MessageLedger.Lost(db, before).OrderBy(m => m.DueAt)
                .Take(_options.BatchMax).Select(m => m.Id).ToListAsync(ct);
            var rows = await MessageLedger.Lost(db, before).Where(m => ids.Contains(m.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MessageState.Waiting), ct);
            if (rows > 0) db.WakesWorkers = true;
        }, ct);
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Message {Kind} {Id} is dead: its process died with it {Tries} times")]
    private partial void LogBuried(string kind, long id, int tries);
}
