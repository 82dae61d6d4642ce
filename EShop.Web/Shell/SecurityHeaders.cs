using EShop.Core.Payments;

namespace EShop.Web.Shell;

/// <summary>The headers of every answer. Why the policy reads as it does: see the decision on it in docs.</summary>
internal static class SecurityHeaders
{
    /// <summary>The policy of the pages. A form that is sent on to a pay page counts as sent there, so the origins of
    /// those pages are named; there is nothing else to which a form may lead.</summary>
    public static string PolicyWith(IEnumerable<string> payOrigins) =>
        "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action "
        + string.Join(' ', ["'self'", .. payOrigins])
        + "; img-src 'self' data: blob:; connect-src 'self'; script-src 'self'; style-src 'self'; "
        + "style-src-attr 'unsafe-inline'";

    public const string PermissionsPolicy =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=(), "
        + "publickey-credentials-get=(self), publickey-credentials-create=(self)";

    private static readonly PathString[] PrivatePaths =
        [Paths.SignIn, Paths.SignUp, "/forgotten-password", Paths.Account, Paths.Admin];

    private static readonly TimeSpan StrictTransportAge = TimeSpan.FromDays(365);

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var strictTransport = app.Environment.IsDevelopment()
            ? null
            : $"max-age={(long)StrictTransportAge.TotalSeconds}; includeSubDomains";
        var policy = PolicyWith(app.Services.GetRequiredService<PaymentGateways>().PayOrigins);
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Write(context, policy, strictTransport);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    /// <summary>Who knows better (a reset link's referrer, a user's file) has set its own value before.</summary>
    private static void Write(HttpContext context, string policy, string? strictTransport)
    {
        var headers = context.Response.Headers;
        headers.TryAdd("Content-Security-Policy", policy);
        headers.TryAdd("Referrer-Policy", IsPrivate(context) ? "no-referrer" : "strict-origin-when-cross-origin");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        // What one person sees is kept by nobody; files say themselves how long they may be kept.
        if (context.User.Identity is { IsAuthenticated: true })
            headers.TryAdd("Cache-Control", "no-store");
        headers["X-Content-Type-Options"] = "nosniff";
        headers["X-Frame-Options"] = "DENY";
        headers["Permissions-Policy"] = PermissionsPolicy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (strictTransport is not null && context.Request.IsHttps)
            headers["Strict-Transport-Security"] = strictTransport;
    }

    /// <summary>Where codes and passwords are typed in: no other site learns that somebody was there.</summary>
    private static bool IsPrivate(HttpContext context) =>
        PrivatePaths.Any(path => context.Request.Path.StartsWithSegments(path));
}
