using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Jobs;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Staff;

public enum ResumeJobStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It was not paused, or has been resumed before.</summary>
    NotPaused,

    Resumed,
}

public sealed record ResumeJobRequest(long ActorId, string Job);

/// <summary>Staff lets a paused job run by its clock again.</summary>
public sealed class ResumeJob(ShopStore store, StaffGate gate, IServiceProvider services, TimeProvider clock)
{
    public async Task<ResumeJobStatus> ExecuteAsync(ResumeJobRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return ResumeJobStatus.NotAllowed;
        if (services.GetServices<ShopJob>().All(job => job.Name != request.Job)) return ResumeJobStatus.NotFound;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var rows = await db.Set<JobPause>().Where(p => p.Job == request.Job).ExecuteDeleteAsync(ct);
            if (rows == 0) return ResumeJobStatus.NotPaused;
            StaffTrail.Add(db, now, request.ActorId, "job.resume", $"job {request.Job}", "paused", "on time");
            return ResumeJobStatus.Resumed;
        }, ct);
    }
}
