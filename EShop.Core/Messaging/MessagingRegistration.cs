using EShop.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Messaging;

internal static class MessagingRegistration
{
    public static IServiceCollection AddMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MessagingOptions>().Bind(configuration.GetSection(MessagingOptions.Section))
            .Validate(o => o.BatchMax is >= 1 and <= 1_000, "Messaging:BatchMax must be between 1 and 1000")
            .Validate(o => o.ClaimTime >= TimeSpan.FromSeconds(1) && o.ClaimTime <= TimeSpan.FromMinutes(10),
                "Messaging:ClaimTime must be between 00:00:01 and 00:10:00")
            .Validate(o => o.TriesMax is >= 1 and <= 100, "Messaging:TriesMax must be between 1 and 100")
            .Validate(o => o.Pause >= TimeSpan.FromSeconds(0.1) && o.Pause <= TimeSpan.FromHours(1),
                "Messaging:Pause must be between 00:00:00.1 and 01:00:00")
            .ValidateOnStart();
        services.AddBacklog<MessageBacklog>();
        services.AddSingleton<MessageMetrics>();
        services.AddSingleton<MessageHandlers>();
        services.AddSingleton<DispatchMessages>();
        return services;
    }
}
