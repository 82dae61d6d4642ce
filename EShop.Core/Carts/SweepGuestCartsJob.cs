using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Carts;

/// <summary>The daily look for carts that were left behind.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepGuestCartsJob(SweepGuestCarts carts, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("sweep-guest-carts");
    public static readonly TimeSpan Period = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => carts.ExecuteAsync(ct), cancellationToken);
}
