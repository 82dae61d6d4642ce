using System.Diagnostics.Metrics;
using EShop.Core.Telemetry;

namespace EShop.Core.Locks;

/// <summary>How a rush is served: how many wait, how many a turn decides and how long it takes, how long locks are
/// waited for and how often one was gone on without. Public only as a handle for constructors.</summary>
public sealed class LockMetrics
{
    private readonly Histogram<int> _waiting;
    private readonly Histogram<int> _size;
    private readonly Histogram<double> _took;
    private readonly Histogram<double> _waited;
    private readonly Counter<long> _busy;
    private readonly Counter<long> _without;

    public LockMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ShopMeters.Of("Locks"));
        _waiting = meter.CreateHistogram<int>("eshop.line.length", "{request}", "Who waits when a turn begins");
        _size = meter.CreateHistogram<int>("eshop.turn.size", "{request}", "How many requests a turn decides");
        _took = meter.CreateHistogram<double>("eshop.turn.duration", "s", "How long a turn decides and writes");
        _waited = meter.CreateHistogram<double>("eshop.lock.wait", "s", "How long a lock was waited for");
        _busy = meter.CreateCounter<long>("eshop.lock.busy", "{lock}", "Locks that others had for all of the wait");
        _without = meter.CreateCounter<long>("eshop.lock.without", "{lock}", "Gone on without: Redis was away");
    }

    internal void Turned(string name, int waiting, int size, TimeSpan took)
    {
        var line = new KeyValuePair<string, object?>("line", name);
        _waiting.Record(waiting, line);
        _size.Record(size, line);
        _took.Record(took.TotalSeconds, line);
    }

    internal void Asked(LockKey key, LockOutcome outcome, TimeSpan waited)
    {
        var kind = new KeyValuePair<string, object?>("lock", key.Kind);
        _waited.Record(waited.TotalSeconds, kind);
        // A sweep that another node is on is no loss.
        if (outcome == LockOutcome.BusyElsewhere && key.Kind != LockKey.SweepKind) _busy.Add(1, kind);
        if (outcome == LockOutcome.RedisAway) _without.Add(1, kind);
    }
}
