using EShop.Core.Locks;
using EShop.Core.Storage;
using EShop.Core.Telemetry;

namespace EShop.Core.Jobs;

/// <summary>Keeps one node at a time on a sweep, and all of them off one that staff has paused. Two at once do no harm,
/// so a lock that cannot be had because Redis is away stops nothing.</summary>
public sealed class Sweep(ShopStore store, ShopLocks locks, JobMetrics metrics, JobRuns runs, TimeProvider clock)
{
    internal async Task RunAsync(string job, Func<CancellationToken, Task> sweepAsync, CancellationToken ct)
    {
        if (await store.ReadAsync(db => JobPause.IsPausedAsync(db, job, ct), ct)) return;
        await using var held = await locks.TryTakeAsync(LockKey.Sweep(job), ct);
        if (held.Outcome == LockOutcome.BusyElsewhere) return;
        using var step = ShopTrace.StartAlone("sweep");
        step?.SetTag("job", job);
        var (startedAt, began, isDone) = (clock.GetUtcNow(), clock.GetTimestamp(), false);
        try
        {
            await metrics.RunAsync(job, sweepAsync, ct);
            isDone = true;
        }
        finally
        {
            var run = new JobRun(startedAt, clock.GetElapsedTime(began), IsFailed: !isDone);
            await runs.KeepAsync(job, run, CancellationToken.None);
        }
    }
}
