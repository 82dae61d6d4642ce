namespace EShop.Web.Shell;

/// <summary>
/// Tells a request that one of our own pages made from one that another site made the browser send. Browsers state it
/// in Sec-Fetch-Site, older ones in Origin; whoever states neither is not a browser and carries nobody's cookies.
/// </summary>
internal static class SameOrigin
{
    public static bool IsOwn(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin" or "none";

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A circuit is opened by a socket, and browsers let every site open one: look at its origin.</summary>
    public static void UseSameOriginCircuits(this WebApplication app) =>
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/_blazor") || IsOwn(context.Request))
                return next(context);

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
}
