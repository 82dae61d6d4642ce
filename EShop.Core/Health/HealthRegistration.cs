using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Health;

internal static class HealthRegistration
{
    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services.AddSingleton<CheckHealth>();
}
