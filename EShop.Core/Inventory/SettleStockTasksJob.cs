using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Inventory;

/// <summary>The timed look at stock tasks (S12).</summary>
[DisallowConcurrentExecution]
internal sealed class SettleStockTasksJob(SettleStockTasks settle, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("settle-stock-tasks");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => settle.ExecuteAsync(ct), cancellationToken);
}
