namespace EShop.Core.Telemetry;

/// <summary>How the measurements of one step of time become one figure.</summary>
public enum MetricKind
{
    /// <summary>Things that happened: their number a second.</summary>
    Rate = 1,

    /// <summary>A level: the last that was told; a step without news keeps it.</summary>
    Level,

    /// <summary>Sizes and durations: their mean and the largest.</summary>
    Spread,
}

/// <summary>One line of a chart, oldest step first.</summary>
/// <param name="Tag">Which of several of the same instrument: an outcome, a line, a backlog; empty: there is one.
/// </param>
/// <param name="Values">A figure a step; NaN: nothing was told in it.</param>
/// <param name="Peaks">The largest of each step, for <see cref="MetricKind.Spread"/>; else empty.</param>
public sealed record MetricLine(
    string Instrument, string Tag, MetricKind Kind, string Unit, IReadOnlyList<double> Values,
    IReadOnlyList<double> Peaks);

/// <summary>The last steps of one instrument and tag, in a ring; written by whoever measures, so it locks itself.
/// </summary>
internal sealed class MetricSeries(MetricKind kind)
{
    private readonly Lock _lock = new();
    private readonly Cell[] _ring = new Cell[MetricHistory.StepsMax];
    private Cell _before;

    private struct Cell
    {
        public long Step;
        public long Count;
        public double Sum, Peak, Last;
    }

    public void Add(long step, double value)
    {
        lock (_lock)
        {
            ref var cell = ref _ring[step % MetricHistory.StepsMax];
            if (cell.Step != step)
            {
                if (cell.Count > 0 && cell.Step > _before.Step) _before = cell;
                cell = new Cell { Step = step, Peak = double.NegativeInfinity };
            }

            cell.Count++;
            cell.Sum += value;
            cell.Last = value;
            if (value > cell.Peak) cell.Peak = value;
        }
    }

    /// <summary>The steps before <paramref name="end"/>, oldest first.</summary>
    public (double[] Values, double[] Peaks) Read(long end, int steps, TimeSpan length)
    {
        var (values, peaks) = (new double[steps], kind == MetricKind.Spread ? new double[steps] : []);
        lock (_lock)
        {
            var level = LevelBefore(end - steps);
            for (var i = 0; i < steps; i++)
            {
                var step = end - steps + i;
                var cell = _ring[step % MetricHistory.StepsMax];
                var isTold = cell.Step == step && cell.Count > 0;
                if (isTold) level = cell.Last;
                values[i] = kind switch
                {
                    MetricKind.Rate => isTold ? cell.Sum / length.TotalSeconds : 0,
                    MetricKind.Level => level,
                    _ => isTold ? cell.Sum / cell.Count : double.NaN,
                };
                if (peaks.Length > 0) peaks[i] = isTold ? cell.Peak : double.NaN;
            }
        }

        return (values, peaks);
    }

    private double LevelBefore(long step)
    {
        var last = _before is { Count: > 0 } && _before.Step < step ? _before : default;
        foreach (var cell in _ring)
            if (cell.Count > 0 && cell.Step < step && cell.Step > last.Step) last = cell;
        return last.Count > 0 ? last.Last : double.NaN;
    }
}
