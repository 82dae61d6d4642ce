using EShop.Core.Locks;
using EShop.Core.Telemetry;

namespace EShop.Core.Jobs;

/// <summary>Keeps one node at a time on a sweep. Two at once do no harm, so a lock that cannot be had because Redis is
/// away stops nothing.</summary>
public sealed class Sweep(ShopLocks locks, JobMetrics metrics)
{
    internal async Task RunAsync(string job, Func<CancellationToken, Task> sweepAsync, CancellationToken ct)
    {
        await using var held = await locks.TryTakeAsync(LockKey.Sweep(job), ct);
        if (held.Outcome == LockOutcome.BusyElsewhere) return;
        using var step = ShopTrace.StartAlone("sweep");
        step?.SetTag("job", job);
        await metrics.RunAsync(job, sweepAsync, ct);
    }
}
