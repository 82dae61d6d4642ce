using EShop.Core.Jobs;
using EShop.Core.Primitives;
using Microsoft.Extensions.Options;
using Quartz;

namespace EShop.Core.Payments.Refunds;

/// <summary>The timed look at money that goes back (S16).</summary>
[DisallowConcurrentExecution]
internal sealed class SettleRefundsJob(SettleRefunds settle, Sweep sweep, IOptions<SettleOptions> options) : IJob
{
    public static readonly JobKey Key = new("settle-refunds");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.IsOn)
            await sweep.RunAsync(Key.Name, ct => settle.ExecuteAsync(ct), cancellationToken);
    }
}
