using System.Diagnostics.Metrics;
using EShop.Core.Telemetry;

namespace EShop.Core.Jobs;

/// <summary>How long each sweep took and how often one failed. Public only as a handle for constructors.</summary>
public sealed class JobMetrics
{
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _took;
    private readonly Counter<long> _failed;

    public JobMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(ShopMeters.Of("Jobs"));
        _took = meter.CreateHistogram<double>("eshop.sweep.duration", "s", "How long a sweep took");
        _failed = meter.CreateCounter<long>("eshop.sweep.failed", "{sweep}", "Sweeps that ended with an error");
    }

    internal async Task RunAsync(string job, Func<CancellationToken, Task> sweepAsync, CancellationToken ct)
    {
        var (began, name) = (_clock.GetTimestamp(), new KeyValuePair<string, object?>("job", job));
        try
        {
            await sweepAsync(ct);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _failed.Add(1, name);
            throw;
        }
        finally
        {
            _took.Record(_clock.GetElapsedTime(began).TotalSeconds, name);
        }
    }
}
