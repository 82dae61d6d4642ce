using System.ComponentModel.DataAnnotations;

namespace EShop.Core.Telemetry;

/// <summary>What a monitor is told; section <c>Telemetry</c>. The page of figures needs none of it.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "Telemetry";

    /// <summary>Where traces and metrics go by OTLP over HTTP, the collector's base address such as
    /// <c>http://collector:4318</c>; null, the default: nowhere.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>The share of requests that are traced, 0 to 1, default 0.1. Each costs some 10 µs and 1 KB on the wire.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "Telemetry:TraceShare must be between 0 and 1")]
    public double TraceShare { get; set; } = 0.1;

    /// <summary>How often metrics are sent, 1 s to 1 h, default 30 s.</summary>
    public TimeSpan SendEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often what waits (tasks, messages, mails) is counted, 1 s to 10 min, default 10 s: a few index
    /// lookups.</summary>
    public TimeSpan CountEvery { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Otlp is not null && Otlp is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            yield return new ValidationResult("Telemetry:Otlp must be an address such as http://collector:4318");
        if (SendEvery < TimeSpan.FromSeconds(1) || SendEvery > TimeSpan.FromHours(1))
            yield return new ValidationResult("Telemetry:SendEvery must be between 00:00:01 and 01:00:00");
        if (CountEvery < TimeSpan.FromSeconds(1) || CountEvery > TimeSpan.FromMinutes(10))
            yield return new ValidationResult("Telemetry:CountEvery must be between 00:00:01 and 00:10:00");
    }
}
