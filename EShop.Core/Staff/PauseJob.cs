using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Jobs;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Staff;

public enum PauseJobStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It was paused before.</summary>
    AlreadyPaused,

    Paused,
}

public sealed record PauseJobRequest(long ActorId, string Job);

/// <summary>Staff keeps a job from running, on every node and until it is resumed, also over restarts. A run that is
/// under way ends by itself. What the job would have done stays due, and the books say so.</summary>
public sealed class PauseJob(ShopStore store, StaffGate gate, IServiceProvider services, TimeProvider clock)
{
    public async Task<PauseJobStatus> ExecuteAsync(PauseJobRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return PauseJobStatus.NotAllowed;
        if (services.GetServices<ShopJob>().All(job => job.Name != request.Job)) return PauseJobStatus.NotFound;
        var now = clock.GetUtcNow();
        try
        {
            return await store.WriteAsync(async db =>
            {
                if (await JobPause.IsPausedAsync(db, request.Job, ct)) return PauseJobStatus.AlreadyPaused;
                db.Set<JobPause>().Add(new JobPause { Job = request.Job, At = now });
                StaffTrail.Add(db, now, request.ActorId, "job.pause", $"job {request.Job}", "on time", "paused");
                return PauseJobStatus.Paused;
            }, ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // The second press, at the same moment.
            return PauseJobStatus.AlreadyPaused;
        }
    }
}
