using EShop.Core.Jobs;
using EShop.Core.Primitives;
using Microsoft.Extensions.Options;
using Quartz;

namespace EShop.Core.Orders;

/// <summary>The timed look at unpaid orders (S12).</summary>
[DisallowConcurrentExecution]
internal sealed class CloseOverdueOrdersJob(CloseOverdueOrders close, Sweep sweep, IOptions<SettleOptions> options)
    : IJob
{
    public static readonly JobKey Key = new("close-overdue-orders");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.IsOn)
            await sweep.RunAsync(Key.Name, ct => close.ExecuteAsync(ct), cancellationToken);
    }
}
