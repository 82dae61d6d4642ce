using EShop.Core.Jobs;
using EShop.Core.Primitives;
using Microsoft.Extensions.Options;
using Quartz;

namespace EShop.Core.Coupons;

/// <summary>The timed look at coupon tasks (S12, S14).</summary>
[DisallowConcurrentExecution]
internal sealed class SettleCouponTasksJob(SettleCouponTasks settle, Sweep sweep, IOptions<SettleOptions> options)
    : IJob
{
    public static readonly JobKey Key = new("settle-coupon-tasks");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.IsOn)
            await sweep.RunAsync(Key.Name, ct => settle.ExecuteAsync(ct), cancellationToken);
    }
}
