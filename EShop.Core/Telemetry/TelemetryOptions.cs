namespace EShop.Core.Telemetry;

/// <summary>What a monitor is told; section <c>Telemetry</c>. The page of figures needs none of it.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where traces and metrics go by OTLP over HTTP, the collector's base address such as
    /// <c>http://collector:4318</c>; null, the default: nowhere.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>The share of requests that are traced, 0 to 1, default 0.1. Each costs some 10 µs and 1 KB on the wire.
    /// </summary>
    public double TraceShare { get; set; } = 0.1;

    /// <summary>How often metrics are sent, 1 s to 1 h, default 30 s.</summary>
    public TimeSpan SendEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often what waits (tasks, messages, mails) is counted, 1 s to 10 min, default 10 s: a few index
    /// lookups.</summary>
    public TimeSpan CountEvery { get; set; } = TimeSpan.FromSeconds(10);
}
