using System.Diagnostics.Metrics;

namespace EShop.Core.Books;

/// <summary>The books' light for a monitor: <c>eshop.books.broken</c> (lines that do not hold, by the last check) and
/// <c>eshop.books.seconds</c>. Public only as a handle for constructors.</summary>
public sealed class BooksMetrics
{
    private readonly Gauge<int> _broken;
    private readonly Histogram<double> _seconds;

    public BooksMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("EShop.Books");
        _broken = meter.CreateGauge<int>("eshop.books.broken", "{line}", "Lines of the books that do not hold");
        _seconds = meter.CreateHistogram<double>("eshop.books.seconds", "s", "How long a check of the books took");
    }

    internal void Tell(CheckBooksResult result)
    {
        _broken.Record(result.Lines.Count(line => !line.IsOk));
        _seconds.Record(result.Took.TotalSeconds);
    }
}
