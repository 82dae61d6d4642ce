using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Telemetry;

/// <summary>Tells the metrics what waits in rows: <c>eshop.backlog.waiting</c>, <c>eshop.backlog.lag</c> (how long the
/// oldest that is due has been so: how far the sweep or the pump is behind) and <c>eshop.backlog.dead</c>. Every node
/// counts; the rows are everybody's, so all say the same.</summary>
internal sealed partial class CountBacklogs : BackgroundService
{
    private readonly IReadOnlyList<IBacklog> _backlogs;
    private readonly TimeSpan _every;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Gauge<long> _waiting;
    private readonly Gauge<double> _lag;
    private readonly Gauge<long> _dead;

    public CountBacklogs(
        IEnumerable<IBacklog> backlogs, IOptions<TelemetryOptions> options, IMeterFactory meters, TimeProvider clock,
        ILogger<CountBacklogs> log)
    {
        (_backlogs, _every, _clock, _log) = ([.. backlogs], options.Value.CountEvery, clock, log);
        var meter = meters.Create(ShopMeters.Of("Backlog"));
        _waiting = meter.CreateGauge<long>("eshop.backlog.waiting", "{row}", "Rows that wait, due or not");
        _lag = meter.CreateGauge<double>("eshop.backlog.lag", "s", "How long the oldest due row has been due");
        _dead = meter.CreateGauge<long>("eshop.backlog.dead", "{row}", "Rows that were given up");
    }

    /// <summary>Counts all once.</summary>
    public async Task CountAsync(CancellationToken ct)
    {
        foreach (var backlog in _backlogs)
        {
            var now = _clock.GetUtcNow();
            var count = await backlog.CountAsync(now, ct);
            var name = new KeyValuePair<string, object?>("backlog", backlog.Name);
            _waiting.Record(count.Waiting, name);
            _lag.Record(count.DueSince is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0, name);
            _dead.Record(count.Dead, name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, _clock);
        try
        {
            // The start of the shop is busy enough: the first count comes after one period.
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryCountAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TryCountAsync(CancellationToken ct)
    {
        try
        {
            await CountAsync(ct);
        }
        catch (Exception error) when (error is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The edge of the worker: a store that is away must not end it.
            LogFailed(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What waits could not be counted; the next look tries again")]
    private partial void LogFailed(Exception error);
}
