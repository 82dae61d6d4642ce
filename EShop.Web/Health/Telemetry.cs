using EShop.Core.Telemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace EShop.Web.Health;

/// <summary>Sends traces and metrics to a collector by OTLP, when <see cref="TelemetryOptions.Otlp"/> names one; else
/// nothing of it is even registered.</summary>
internal static class Telemetry
{
    private const string Npgsql = "Npgsql";

    /// <summary>Those of the platform: requests, connections, circuits, garbage collection.</summary>
    private static readonly string[] PlatformMeters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Components.Server.Circuits", "System.Net.Http", "System.Runtime",
    ];

    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>();
        if (options?.Otlp is not { IsAbsoluteUri: true } collector) return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                "eshop", serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}"))
            .WithTracing(tracing => tracing
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(Math.Clamp(options.TraceShare, 0, 1))))
                .AddAspNetCoreInstrumentation(o => o.Filter = IsWorthATrace)
                .AddHttpClientInstrumentation()
                .AddSource(ShopTrace.Name, Npgsql)
                .AddOtlpExporter(otlp => Send(otlp, collector, "v1/traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(ShopMeters.All)
                .AddMeter(PlatformMeters)
                .AddOtlpExporter((otlp, reader) =>
                {
                    Send(otlp, collector, "v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                        (int)options.SendEvery.TotalMilliseconds;
                }));
    }

    /// <summary>Health checks come every few seconds and tell nothing.</summary>
    private static bool IsWorthATrace(HttpContext context) => !context.Request.Path.StartsWithSegments("/health");

    private static void Send(OtlpExporterOptions otlp, Uri collector, string path)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(new Uri(collector.ToString().TrimEnd('/') + "/"), path);
    }
}
