using System.Globalization;
using EShop.Core.Redis;
using StackExchange.Redis;

namespace EShop.Core.Jobs;

/// <summary>One run of a job.</summary>
internal readonly record struct JobRun(DateTimeOffset StartedAt, TimeSpan Took, bool IsFailed)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{StartedAt.ToUnixTimeMilliseconds()} {(long)Took.TotalMilliseconds} {(IsFailed ? 1 : 0)}");

    public static JobRun? Read(string? text) =>
        text?.Split(' ') is [var at, var took, var failed]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var startedMs)
        && long.TryParse(took, NumberStyles.None, CultureInfo.InvariantCulture, out var tookMs)
            ? new JobRun(
                DateTimeOffset.FromUnixTimeMilliseconds(startedMs), TimeSpan.FromMilliseconds(tookMs), failed == "1")
            : null;
}

/// <summary>The last run of each job on whichever node, for staff to look at. In Redis, not in rows: a run that finds
/// nothing due writes nothing to the database, and nobody needs to know it for ever. Public only as a handle for
/// constructors.</summary>
public sealed class JobRuns(RedisConnection redis)
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    internal async Task KeepAsync(string job, JobRun run, CancellationToken ct)
    {
        try
        {
            var database = await redis.GetDatabaseAsync(ct);
            await database.StringSetAsync(KeyOf(job), run.ToString(), Life);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            // The job has run; that nobody can see when is not worth failing it.
        }
    }

    /// <summary>Null: it has not run, or nobody knows.</summary>
    internal async Task<JobRun?> LastAsync(string job, CancellationToken ct)
    {
        try
        {
            var database = await redis.GetDatabaseAsync(ct);
            return JobRun.Read(await database.StringGetAsync(KeyOf(job)));
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return null;
        }
    }

    private RedisKey KeyOf(string job) => redis.Key($"job:{job}");
}
