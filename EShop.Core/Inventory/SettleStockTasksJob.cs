using EShop.Core.Jobs;
using EShop.Core.Primitives;
using Microsoft.Extensions.Options;
using Quartz;

namespace EShop.Core.Inventory;

/// <summary>The timed look at stock tasks (S12).</summary>
[DisallowConcurrentExecution]
internal sealed class SettleStockTasksJob(SettleStockTasks settle, Sweep sweep, IOptions<SettleOptions> options)
    : IJob
{
    public static readonly JobKey Key = new("settle-stock-tasks");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.IsOn)
            await sweep.RunAsync(Key.Name, ct => settle.ExecuteAsync(ct), cancellationToken);
    }
}
