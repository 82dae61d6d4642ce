using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Telemetry;

internal static class TelemetryRegistration
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection(TelemetryOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<CountBacklogs>();
        return services.AddSingleton<MetricHistory>();
    }

    public static IServiceCollection AddBacklog<TBacklog>(this IServiceCollection services)
        where TBacklog : class, IBacklog =>
        services.AddSingleton<IBacklog, TBacklog>();
}
