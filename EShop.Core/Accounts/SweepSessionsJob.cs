using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Accounts;

/// <summary>The hourly look for sessions that are over.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepSessionsJob(SweepSessions sweepSessions, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("sweep-sessions");
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => sweepSessions.ExecuteAsync(ct), cancellationToken);
}
