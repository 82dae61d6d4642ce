using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Coupons;

/// <summary>The timed look for coupons that expire soon.</summary>
[DisallowConcurrentExecution]
internal sealed class RemindOfExpiryJob(RemindOfExpiry remind, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("remind-of-coupon-expiry");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => remind.ExecuteAsync(ct), cancellationToken);
}
