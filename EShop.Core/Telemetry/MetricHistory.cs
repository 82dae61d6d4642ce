using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace EShop.Core.Telemetry;

/// <summary>The last hour of this node's metrics, in memory, for the page of figures: a shop without a monitor sees its
/// rush all the same. What is kept for longer, and over all nodes, is a monitor's work.</summary>
public sealed class MetricHistory : IHostedService, IDisposable
{
    /// <summary>Steps that are kept: an hour.</summary>
    public const int StepsMax = 360;

    /// <summary>More lines than the shop's instruments have; a tag that runs wild costs no memory.</summary>
    private const int SeriesMax = 300;

    public static readonly TimeSpan StepLength = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(Instrument Instrument, string Tag), MetricSeries> _series = new();
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _clock;

    public MetricHistory(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var isOurs = instrument.Meter.Name.StartsWith(ShopMeters.Prefix, StringComparison.Ordinal)
                && ReferenceEquals(instrument.Meter.Scope, meters);
            if (isOurs) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The last full steps of every line, by instrument and tag.</summary>
    /// <param name="steps">1 to <see cref="StepsMax"/> less one: the step that fills is left out.</param>
    public IReadOnlyList<MetricLine> Read(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, StepsMax - 1);
        var end = StepNow();
        return
        [
            .. from series in _series
               let instrument = series.Key.Instrument
               let figures = series.Value.Read(end, steps, StepLength)
               orderby instrument.Name, series.Key.Tag
               select new MetricLine(
                   instrument.Name, series.Key.Tag, KindOf(instrument), instrument.Unit ?? "", figures.Values,
                   figures.Peaks),
        ];
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, tags.IsEmpty ? "" : tags[0].Value?.ToString() ?? "");
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= SeriesMax) return;
            series = _series.GetOrAdd(key, new MetricSeries(KindOf(instrument)));
        }

        series.Add(StepNow(), value);
    }

    private long StepNow() => _clock.GetUtcNow().ToUnixTimeMilliseconds() / (long)StepLength.TotalMilliseconds;

    private static MetricKind KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> or Counter<int> => MetricKind.Rate,
        Histogram<double> or Histogram<int> or Histogram<long> => MetricKind.Spread,
        _ => MetricKind.Level,
    };
}
