using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Messaging;

/// <summary>A batch that is one dispatcher's for a while; if it dies, another takes over when that has run out.
/// </summary>
internal sealed record ClaimedMessages(Guid Claim, IReadOnlyList<OutboxMessage> Messages);

/// <summary>Takes waiting messages out of the outbox; of two takers, each gets other rows.</summary>
internal sealed class MessageClaims(ShopStore store, IOptions<MessagingOptions> options, TimeProvider clock)
{
    private readonly MessagingOptions _options = options.Value;

    /// <summary>The oldest ones, at most a batch.</summary>
    /// <param name="isDueOnly">False: also those that are due later, for a broker to hold until then.</param>
    /// <param name="ct">Ends the taking.</param>
    public async Task<ClaimedMessages> TakeAsync(bool isDueOnly, CancellationToken ct)
    {
        var (now, claim) = (clock.GetUtcNow(), Guid.NewGuid());
        var ids = await store.ReadAsync(db => MessageLedger.Free(db, now)
            .Where(m => !isDueOnly || m.DueAt <= now)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(_options.BatchMax).Select(m => m.Id).ToListAsync(ct), ct);
        if (ids.Count == 0) return new ClaimedMessages(claim, []);
        await store.WriteAsync(db => MessageLedger.Free(db, now).Where(m => ids.Contains(m.Id))
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.ClaimedBy, claim)
                .SetProperty(m => m.ClaimedUntil, now + _options.ClaimTime), ct), ct);
        return new ClaimedMessages(claim, await store.ReadAsync(db => db.Set<OutboxMessage>()
            .Where(m => ids.Contains(m.Id) && m.ClaimedBy == claim)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).ToListAsync(ct), ct));
    }

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
}
