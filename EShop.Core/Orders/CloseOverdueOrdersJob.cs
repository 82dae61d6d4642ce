using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Orders;

/// <summary>The timed look at unpaid orders (S12).</summary>
[DisallowConcurrentExecution]
internal sealed class CloseOverdueOrdersJob(CloseOverdueOrders close, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("close-overdue-orders");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => close.ExecuteAsync(ct), cancellationToken);
}
