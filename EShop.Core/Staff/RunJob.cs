using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Jobs;
using EShop.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EShop.Core.Staff;

public enum RunJobStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It is paused, and nobody runs it until it is resumed.</summary>
    Paused,

    /// <summary>It runs on this node as soon as there is room for it, unless another node is just at it.</summary>
    Started,
}

public sealed record RunJobRequest(long ActorId, string Job);

/// <summary>Staff has a job run now, beside its clock. It is the same guarded sweep: once more does no harm.</summary>
public sealed class RunJob(
    ShopStore store, StaffGate gate, ISchedulerFactory schedulers, IServiceProvider services, TimeProvider clock)
{
    public async Task<RunJobStatus> ExecuteAsync(RunJobRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return RunJobStatus.NotAllowed;
        var job = services.GetServices<ShopJob>().SingleOrDefault(j => j.Name == request.Job);
        if (job is null) return RunJobStatus.NotFound;
        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(async db =>
        {
            if (await JobPause.IsPausedAsync(db, request.Job, ct)) return RunJobStatus.Paused;
            StaffTrail.Add(db, now, request.ActorId, "job.run", $"job {request.Job}", "", "");
            return RunJobStatus.Started;
        }, ct);
        if (status != RunJobStatus.Started) return status;
        var scheduler = await schedulers.GetScheduler(ct);
        await scheduler.TriggerJob(job.Key, null, ct);
        return status;
    }
}
