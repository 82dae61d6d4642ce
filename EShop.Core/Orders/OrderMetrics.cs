using System.Diagnostics.Metrics;
using EShop.Core.Telemetry;

namespace EShop.Core.Orders;

/// <summary>Checkouts by what came of them. Public only as a handle for constructors.</summary>
public sealed class OrderMetrics
{
    private readonly Counter<long> _checkouts;
    private readonly Histogram<double> _took;

    public OrderMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ShopMeters.Of("Orders"));
        _checkouts = meter.CreateCounter<long>("eshop.checkouts", "{checkout}", "Checkouts, by outcome");
        _took = meter.CreateHistogram<double>("eshop.checkout.duration", "s", "How long a checkout took");
    }

    internal void CheckedOut(CheckOutStatus status, TimeSpan took)
    {
        _checkouts.Add(1, new KeyValuePair<string, object?>("outcome", status.ToString()));
        _took.Record(took.TotalSeconds);
    }
}
