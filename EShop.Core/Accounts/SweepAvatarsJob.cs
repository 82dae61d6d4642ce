using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Accounts;

/// <summary>The daily look for avatars that no account points to.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepAvatarsJob(SweepAvatars sweepAvatars, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("sweep-avatars");
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => sweepAvatars.ExecuteAsync(ct), cancellationToken);
}
