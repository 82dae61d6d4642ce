using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Telemetry;

/// <summary>Work that waits in rows; its feature counts it, <see cref="CountBacklogs"/> asks again and again.</summary>
internal interface IBacklog
{
    /// <summary>What waits, as it is named in the metrics: <c>stock-tasks</c>, <c>messages</c> …</summary>
    string Name { get; }

    Task<BacklogCount> CountAsync(DateTimeOffset now, CancellationToken ct);
}

/// <param name="Waiting">How many rows wait, due or not.</param>
/// <param name="DueSince">When the oldest of those that are due came due; null: none is.</param>
/// <param name="Dead">How many were given up and wait for staff.</param>
internal readonly record struct BacklogCount(long Waiting, DateTimeOffset? DueSince, long Dead = 0)
{
    /// <summary>Counts rows that wait by when each comes due.</summary>
    public static async Task<BacklogCount> OfAsync(
        IQueryable<DateTimeOffset> dueTimes, DateTimeOffset now, CancellationToken ct)
    {
        var since = await dueTimes.Where(due => due <= now).OrderBy(due => due)
            .Select(due => (DateTimeOffset?)due).FirstOrDefaultAsync(ct);
        return new BacklogCount(await dueTimes.LongCountAsync(ct), since);
    }
}
