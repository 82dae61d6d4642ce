using EShop.Core;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;

namespace EShop.Web.Shell;

/// <summary>Static pages for shoppers, circuits for admin; the numbers are those of the security checklist.</summary>
internal static class InteractivePages
{
    public const int CircuitMessageBytesMax = 32 * 1024;

    public static void AddInteractivePages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CircuitLimits>().Bind(configuration.GetSection(CircuitLimits.Section))
            .Validate(o => o.PerAccountMax is >= 1 and <= 1_000, "Circuits:PerAccountMax must be between 1 and 1000")
            .Validate(o => o.PerNetworkMax is >= 1 and <= 100_000,
                "Circuits:PerNetworkMax must be between 1 and 100000")
            .Validate(o => o.Max is >= 1 and <= 100_000, "Circuits:Max must be between 1 and 100000")
            .ValidateOnStart();
        services.AddRazorComponents().AddInteractiveServerComponents(Limit).AddHubOptions(Limit);
        services.AddScoped<AdminVoice>();
        services.AddSingleton<CircuitDoor>();
    }

    /// <summary>After it is known who asks.</summary>
    public static void UseCircuitDoor(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<CircuitDoor>();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/_blazor"),
            circuits => circuits.Use((context, next) => door.PassAsync(context, next)));
    }

    public static void MapPages(this WebApplication app) =>
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            // Compressed secrets beside foreign content can be guessed from sizes; admin traffic is small anyway.
            options.DisableWebSocketCompression = true;
            // Our own policy says frame-ancestors; a second header would only add a second place to look.
            options.ContentSecurityFrameAncestorsPolicy = null;
        });

    private static void Limit(CircuitOptions circuits)
    {
        circuits.DetailedErrors = false;
        circuits.DisconnectedCircuitMaxRetained = 50;
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
        circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
        circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(15);
        circuits.PersistedCircuitInMemoryMaxRetained = 200;
        circuits.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromMinutes(30);
    }

    private static void Limit(HubOptions hub)
    {
        hub.EnableDetailedErrors = false;
        hub.MaximumReceiveMessageSize = CircuitMessageBytesMax;
        hub.MaximumParallelInvocationsPerClient = 1;
    }
}
