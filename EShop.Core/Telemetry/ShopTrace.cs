using System.Diagnostics;

namespace EShop.Core.Telemetry;

/// <summary>Spans of the shop's own steps; those of HTTP and SQL come from their libraries. Without a listener (no OTLP
/// address is set, see <see cref="TelemetryOptions.Otlp"/>) a step costs one comparison.</summary>
public static class ShopTrace
{
    public const string Name = "EShop";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>A step inside of what is going on, such as a checkout within its request; null: nobody listens.
    /// </summary>
    internal static Activity? Start(string step) => Source.StartActivity(step);

    /// <summary>The W3C parent of what is going on now, to be kept with work that is done later; null: nobody listens.
    /// </summary>
    internal static string? Parent => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    /// <summary>A step that belongs to what has written it down, on whichever node and however it came there.</summary>
    internal static Activity? StartAfter(string step, string? parent) =>
        Source.StartActivity(step, ActivityKind.Consumer, parent);

    /// <summary>A step of nobody's request: a turn serves many of them, a sweep none. What goes on around it, such as
    /// the request that opened the line, is not its parent.</summary>
    internal static Activity? StartAlone(string step)
    {
        if (!Source.HasListeners()) return null;
        Activity.Current = null; // a default parent would mean: whatever goes on
        return Source.StartActivity(step);
    }
}
