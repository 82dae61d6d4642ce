using System.Globalization;

namespace EShop.Web.Admin;

/// <summary>The last minute of a counter as claims per second, and as the points of a line.</summary>
internal sealed class CouponPulseLine
{
    public const int Width = 240, Height = 48, SecondsMax = 60;

    private readonly Queue<double> _rates = new();
    private (DateTimeOffset At, int Count)? _last;

    public double PerSecond => _rates.Count == 0 ? 0 : _rates.Last();

    public double Top => _rates.Count == 0 ? 0 : _rates.Max();

    /// <summary>The newest at the right; a line along the bottom where nothing happened.</summary>
    public string Points
    {
        get
        {
            const double step = (double)Width / (SecondsMax - 1);
            var top = Math.Max(Top, 1);
            return string.Join(' ', _rates.Select((rate, i) => string.Create(
                CultureInfo.InvariantCulture,
                $"{Width - ((_rates.Count - 1 - i) * step):0.#},{Height - 1 - (rate / top * (Height - 2)):0.#}")));
        }
    }

    /// <summary>A count that is not newer than the last one tells nothing: it came from the same reading.</summary>
    public void Add(DateTimeOffset at, int count)
    {
        if (_last is { } last)
        {
            var seconds = (at - last.At).TotalSeconds;
            if (seconds <= 0) return;
            _rates.Enqueue(Math.Max(0, count - last.Count) / seconds);
            if (_rates.Count > SecondsMax) _rates.Dequeue();
        }

        _last = (at, count);
    }
}
