using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Telemetry;

internal static class TelemetryRegistration
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection(TelemetryOptions.Section))
            .Validate(o => o.Otlp is null or { IsAbsoluteUri: true, Scheme: "http" or "https" },
                "Telemetry:Otlp must be an address such as http://collector:4318")
            .Validate(o => o.TraceShare is >= 0 and <= 1, "Telemetry:TraceShare must be between 0 and 1")
            .Validate(o => o.SendEvery >= TimeSpan.FromSeconds(1) && o.SendEvery <= TimeSpan.FromHours(1),
                "Telemetry:SendEvery must be between 00:00:01 and 01:00:00")
            .Validate(o => o.CountEvery >= TimeSpan.FromSeconds(1) && o.CountEvery <= TimeSpan.FromMinutes(10),
                "Telemetry:CountEvery must be between 00:00:01 and 00:10:00")
            .ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<CountBacklogs>();
        return services.AddSingleton<MetricHistory>();
    }

    public static IServiceCollection AddBacklog<TBacklog>(this IServiceCollection services)
        where TBacklog : class, IBacklog =>
        services.AddSingleton<IBacklog, TBacklog>();
}
