using EShop.Core.Accounts;
using EShop.Core.Jobs;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EShop.Core.Staff;

public enum ListJobsStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

public sealed record ListJobsRequest(long ActorId);

/// <param name="PausedAt">Since when nobody runs it; null: it runs by its clock.</param>
/// <param name="LastAt">When it began last, on whichever node; null: nobody knows of a run.</param>
/// <param name="NextAt">When this node runs it next; null: it is paused, or this node runs none.</param>
public sealed record JobRow(
    string Name, TimeSpan Period, DateTimeOffset? PausedAt, DateTimeOffset? LastAt, TimeSpan? LastTook, bool HasFailed,
    DateTimeOffset? NextAt);

public sealed record ListJobsResult(ListJobsStatus Status, IReadOnlyList<JobRow> Jobs);

/// <summary>The timed jobs: when each ran last, for how long, and when it runs next.</summary>
public sealed class ListJobs
{
    private readonly ShopStore _store;
    private readonly StaffGate _gate;
    private readonly JobRuns _runs;
    private readonly ISchedulerFactory _schedulers;
    private readonly IReadOnlyList<ShopJob> _jobs;

    public ListJobs(
        ShopStore store, StaffGate gate, JobRuns runs, ISchedulerFactory schedulers, IServiceProvider services)
    {
        (_store, _gate, _runs, _schedulers) = (store, gate, runs, schedulers);
        _jobs = [.. services.GetServices<ShopJob>().OrderBy(job => job.Name, StringComparer.Ordinal)];
    }

    public async Task<ListJobsResult> ExecuteAsync(ListJobsRequest request, CancellationToken ct)
    {
        if (!await _gate.IsAdminAsync(request.ActorId, ct)) return new ListJobsResult(ListJobsStatus.NotAllowed, []);
        var paused = await _store.ReadAsync(db => db.Set<JobPause>().ToDictionaryAsync(p => p.Job, p => p.At, ct), ct);
        var scheduler = await _schedulers.GetScheduler(ct);
        var rows = new List<JobRow>();
        foreach (var job in _jobs)
        {
            var pausedAt = paused.TryGetValue(job.Name, out var at) ? at : (DateTimeOffset?)null;
            var last = await _runs.LastAsync(job.Name, ct);
            var next = pausedAt is null ? await scheduler.GetTrigger(ShopJob.TriggerOf(job.Key), ct) : null;
            rows.Add(new JobRow(
                job.Name, job.Period, pausedAt, last?.StartedAt, last?.Took, last?.IsFailed == true,
                next?.NextFireTimeUtc));
        }

        return new ListJobsResult(ListJobsStatus.Listed, rows);
    }
}
