using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Catalog.LowStock;

/// <summary>The timed look for stock that runs low.</summary>
[DisallowConcurrentExecution]
internal sealed class WatchLowStockJob(WatchLowStock watch, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("watch-low-stock");
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => watch.ExecuteAsync(ct), cancellationToken);
}
