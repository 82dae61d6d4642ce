using System.Diagnostics.Metrics;
using EShop.Core.Telemetry;

namespace EShop.Core.Books;

/// <summary>The books' light for a monitor, by the last check: <c>eshop.books.offenders</c> (for how many keys a line
/// does not hold, one line of the books each), <c>eshop.books.broken</c> (lines that do not hold) and
/// <c>eshop.books.seconds</c>. Public only as a handle for constructors.</summary>
public sealed class BooksMetrics
{
    private readonly Gauge<int> _broken;
    private readonly Gauge<long> _offenders;
    private readonly Histogram<double> _seconds;

    public BooksMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ShopMeters.Of("Books"));
        _broken = meter.CreateGauge<int>("eshop.books.broken", "{line}", "Lines of the books that do not hold");
        _offenders = meter.CreateGauge<long>("eshop.books.offenders", "{key}", "Keys for which a line does not hold");
        _seconds = meter.CreateHistogram<double>("eshop.books.seconds", "s", "How long a check of the books took");
    }

    internal void Tell(CheckBooksResult result)
    {
        _broken.Record(result.Lines.Count(line => !line.IsOk));
        foreach (var line in result.Lines)
            _offenders.Record(line.OffenderCount, new KeyValuePair<string, object?>("invariant", line.Name));
        _seconds.Record(result.Took.TotalSeconds);
    }
}
