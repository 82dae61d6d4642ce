using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Privacy;

/// <summary>The daily look over accounts that were erased.</summary>
[DisallowConcurrentExecution]
internal sealed class FinishErasuresJob(FinishErasures finishErasures, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("finish-erasures");
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => finishErasures.ExecuteAsync(ct), cancellationToken);
}
