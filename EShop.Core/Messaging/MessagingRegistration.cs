using System.Text.RegularExpressions;
using EShop.Core.Messaging.Broker;
using EShop.Core.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Core.Messaging;

internal static partial class MessagingRegistration
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
            .Validate(o => o.RabbitMq is null || BrokerAddress.IsOne(o.RabbitMq),
                "Messaging:RabbitMq is no address of RabbitMQ; expected: amqp://user:password@host:5672/vhost")
            .Validate(o => QueuePrefix().IsMatch(o.Prefix),
                "Messaging:Prefix must be 1 to 40 letters, digits, dots, hyphens and underscores")
            .Validate(o => o.Consumers is >= 1 and <= 32, "Messaging:Consumers must be between 1 and 32")
            .Validate(o => o.Prefetch is >= 1 and <= 1_000, "Messaging:Prefetch must be between 1 and 1000")
            .Validate(
                o => o.ConfirmWithin >= TimeSpan.FromSeconds(0.5) && o.ConfirmWithin <= TimeSpan.FromSeconds(60),
                "Messaging:ConfirmWithin must be between 00:00:00.5 and 00:01:00")
            .Validate(o => o.ResendAfter >= TimeSpan.FromSeconds(1) && o.ResendAfter <= TimeSpan.FromHours(1),
                "Messaging:ResendAfter must be between 00:00:01 and 01:00:00")
            .ValidateOnStart();
        services.AddBacklog<MessageBacklog>();
        services.AddSingleton<MessageMetrics>();
        services.AddSingleton<MessageHandlers>();
        services.AddSingleton<MessageClaims>();
        services.AddSingleton<MessageHandling>();
        services.AddSingleton<DispatchMessages>();
        services.AddSingleton<RabbitBroker>();
        services.AddSingleton<RelayMessages>();
        services.AddSingleton<TakeLetters>();
        services.AddSingleton<TakeDeadLetters>();
        return services;
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,40}$")]
    private static partial Regex QueuePrefix();
}
