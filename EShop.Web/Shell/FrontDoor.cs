using EShop.Core;
using EShop.Web.Health;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace EShop.Web.Shell;

/// <summary>
/// What a request must look like before anything reads it: forwarded headers count from the configured proxies only,
/// the host is the shop's own, and outside Development pages are asked for over https. Health checks come from within,
/// by address, and pass.
/// </summary>
internal static class FrontDoor
{
    private static readonly string[] OwnMachine = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Programs are not sent elsewhere with what they were about to say: they are told no (abuse 75).
    /// </summary>
    private static readonly PathString[] ForPrograms = ["/payments/callback", "/api"];

    public static void AddFrontDoor(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProxyOptions>()
            .Bind(builder.Configuration.GetSection(ProxyOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsCheck>();
    }

    /// <summary>First of all, for it says who asks and how.</summary>
    public static void UseProxies(this WebApplication app)
    {
        var proxy = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        if (ProxyOptions.NetworksOf(proxy.Addresses) is not { Count: > 0 } networks)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = proxy.Hops,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <summary>After the headers of every answer, before the pages.</summary>
    public static void UseFrontDoor(this WebApplication app)
    {
        var configured = app.Services.GetRequiredService<IOptions<ShopOptions>>().Value.PublicUrl;
        if (configured is null)
            return;
        var address = new Uri(configured);
        HashSet<string> hosts = new([address.Host, .. OwnMachine], StringComparer.OrdinalIgnoreCase);
        var isHttpsOnly = address.Scheme == Uri.UriSchemeHttps && !app.Environment.IsDevelopment();
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(HealthEndpoints.Prefix))
                return next(context);
            if (!hosts.Contains(context.Request.Host.Host))
                return Refuse(context, StatusCodes.Status400BadRequest);
            if (!isHttpsOnly || IsSafe(context.Request))
                return next(context);
            if (ForPrograms.Any(path => context.Request.Path.StartsWithSegments(path)))
                return Refuse(context, StatusCodes.Status400BadRequest);
            var request = context.Request;
            // Put together as text: a path that begins with two slashes would name a host of its own.
            context.Response.Headers.Location = address.GetLeftPart(UriPartial.Authority)
                + request.PathBase.ToUriComponent() + request.Path.ToUriComponent()
                + request.QueryString.ToUriComponent();
            return Refuse(context, StatusCodes.Status308PermanentRedirect);
        });
    }

    /// <summary>A proxy that is not configured may say that it ended TLS: nothing else is believed of it, but sending
    /// its visitors to where they come from would never end.</summary>
    private static bool IsSafe(HttpRequest request) =>
        request.IsHttps || request.Headers["X-Forwarded-Proto"].ToString()
            .Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
