using EShop.Core.Jobs;
using Quartz;

namespace EShop.Core.Payments;

/// <summary>The timed look at payments of which no callback told (F32).</summary>
[DisallowConcurrentExecution]
internal sealed class AskProvidersJob(AskProviders ask, Sweep sweep) : IJob
{
    public static readonly JobKey Key = new("ask-providers");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await sweep.RunAsync(Key.Name, ct => ask.ExecuteAsync(ct), cancellationToken);
}
