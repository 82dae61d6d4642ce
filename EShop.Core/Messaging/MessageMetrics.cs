using System.Diagnostics.Metrics;
using EShop.Core.Telemetry;

namespace EShop.Core.Messaging;

/// <summary>Messages handled, and how often that failed. Public only as a handle for constructors.</summary>
public sealed class MessageMetrics
{
    private readonly Counter<long> _handled;

    public MessageMetrics(IMeterFactory meters) =>
        _handled = meters.Create(ShopMeters.Of("Messaging"))
            .CreateCounter<long>("eshop.messages", "{message}", "Messages handled, by outcome");

    internal void Handled(bool isDone) =>
        _handled.Add(1, new KeyValuePair<string, object?>("outcome", isDone ? "Done" : "Failed"));
}
