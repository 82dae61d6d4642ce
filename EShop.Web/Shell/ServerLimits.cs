using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EShop.Web.Shell;

/// <summary>Where the server listens, and how much one client may ask of it.</summary>
internal static class ServerLimits
{
    public const string DefaultUrl = "http://localhost:5080";

    public const long RequestBodyBytesMax = 1024 * 1024;

    /// <summary>A body that trickles in holds a connection for long; the slowest of phones are ten times as fast.
    /// </summary>
    private const int RequestBytesPerSecondMin = 2048;

    private static readonly TimeSpan RequestGrace = TimeSpan.FromSeconds(5);

    private static readonly string[] AddressKeys =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    public static void AddServerLimits(this WebApplicationBuilder builder)
    {
        // In a plain build the files of packages lie in the package folder, whatever the environment is called.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 2000;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 1000;
            kestrel.Limits.MaxRequestBodySize = RequestBodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(RequestBytesPerSecondMin, RequestGrace);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });

        var chosen = AddressKeys.Any(key => !string.IsNullOrWhiteSpace(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!chosen)
            builder.WebHost.UseUrls(DefaultUrl);
    }

    /// <summary>Refuses a body that says it is too large before anything reads it; else the form's token would be what
    /// seems to be missing. After routing, which knows the limit of each page.</summary>
    public static void UseBodyLimits(this WebApplication app) =>
        app.Use((context, next) =>
        {
            var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
            // The page that says so is shown for the same request, and must not be refused in its turn.
            var isToldAlready = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
            if (isToldAlready || !(context.Request.ContentLength > limit))
                return next(context);

            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        });
}
