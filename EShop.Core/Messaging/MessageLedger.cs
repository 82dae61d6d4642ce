using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Messaging;

/// <summary>The only writer of what becomes of a message. Each step is guarded on the state that it starts from, so
/// that a doubled or late delivery changes nothing.</summary>
internal static class MessageLedger
{
    public const int ErrorMax = 400;

    /// <summary>Those that nobody has: not claimed, not with the broker, not done.</summary>
    public static IQueryable<OutboxMessage> Free(ShopDbContext db, DateTimeOffset now) => db.Set<OutboxMessage>()
        .Where(m => m.State == MessageState.Waiting && (m.ClaimedUntil == null || m.ClaimedUntil <= now));

    /// <summary>Takes over a message whose claim ran out, and counts a try. False: somebody else did.</summary>
    public static async Task<bool> TakeLapsedAsync(
        ShopDbContext db, DateTimeOffset now, OutboxMessage lapsed, (Guid Claim, DateTimeOffset Until) mine,
        CancellationToken ct) =>
        await Lapsed(db, now, lapsed).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.ClaimedBy, mine.Claim)
            .SetProperty(m => m.ClaimedUntil, mine.Until)
            .SetProperty(m => m.Tries, m => m.Tries + 1), ct) == 1;

    /// <summary>Nobody who took it lived to say what became of it. False: somebody else counted, or it was done after
    /// all.</summary>
    public static async Task<bool> BuryLapsedAsync(
        ShopDbContext db, DateTimeOffset now, OutboxMessage lapsed, CancellationToken ct) =>
        await Lapsed(db, now, lapsed).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, MessageState.Dead)
            .SetProperty(m => m.Tries, m => m.Tries + 1)
            .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null)
            .SetProperty(m => m.LastError, "Whoever handled it died or did not come back."), ct) == 1;

    private static IQueryable<OutboxMessage> Lapsed(ShopDbContext db, DateTimeOffset now, OutboxMessage lapsed) =>
        Free(db, now).Where(m => m.Id == lapsed.Id && m.Tries == lapsed.Tries);

    /// <summary>Those that were due, and given to the broker, so long ago that they must have been lost there.
    /// </summary>
    public static IQueryable<OutboxMessage> Lost(ShopDbContext db, DateTimeOffset before) => db.Set<OutboxMessage>()
        .Where(m => m.State == MessageState.Sent && m.DueAt <= before && m.SentAt <= before);

    /// <summary>The broker has confirmed them. Those that were handled before we could say so stay done.</summary>
    public static Task<int> SentAsync(
        ShopDbContext db, DateTimeOffset now, (Guid Claim, IReadOnlyList<long> Ids) sent, CancellationToken ct) =>
        db.Set<OutboxMessage>()
            .Where(m => sent.Ids.Contains(m.Id) && m.State == MessageState.Waiting && m.ClaimedBy == sent.Claim)
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.State, MessageState.Sent)
                .SetProperty(m => m.SentAt, now)
                .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null), ct);

    /// <summary>Free again at once, where the claim still stands.</summary>
    public static Task<int> ReleaseAsync(
        ShopDbContext db, (Guid Claim, IReadOnlyList<long> Ids) kept, CancellationToken ct) =>
        db.Set<OutboxMessage>()
            .Where(m => kept.Ids.Contains(m.Id) && m.State == MessageState.Waiting && m.ClaimedBy == kept.Claim)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null), ct);

    public static Task<int> DoneAsync(
        ShopDbContext db, DateTimeOffset now, IReadOnlyList<long> ids, CancellationToken ct) =>
        Open(db).Where(m => ids.Contains(m.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, MessageState.Done)
            .SetProperty(m => m.DoneAt, now), ct);

    /// <summary>Counts a failure: it waits until <paramref name="failure"/> says, or is dead. Of two that failed with
    /// the same delivery one is counted.</summary>
    public static async Task FailedAsync(
        ShopDbContext db, OutboxMessage message, (bool IsLast, DateTimeOffset DueAt, string Error) failure,
        CancellationToken ct)
    {
        var (tries, error) = (message.Tries + 1, Cut(failure.Error));
        var state = failure.IsLast ? MessageState.Dead : MessageState.Waiting;
        await Open(db).Where(m => m.Id == message.Id && m.Tries == message.Tries).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state)
            .SetProperty(m => m.Tries, tries)
            .SetProperty(m => m.DueAt, failure.DueAt)
            .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null)
            .SetProperty(m => m.LastError, error), ct);
    }

    /// <summary>The broker gave it up. False: it was done or dead already, or there is no such row.</summary>
    public static async Task<bool> BuryAsync(ShopDbContext db, long id, string error, CancellationToken ct) =>
        await Open(db).Where(m => m.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, MessageState.Dead)
            .SetProperty(m => m.LastError, Cut(error)), ct) > 0;

    private static IQueryable<OutboxMessage> Open(ShopDbContext db) => db.Set<OutboxMessage>()
        .Where(m => m.State == MessageState.Waiting || m.State == MessageState.Sent);

    private static string Cut(string text) => text.Length <= ErrorMax ? text : text[..ErrorMax];
}
