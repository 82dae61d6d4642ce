using EShop.Core.Primitives;
using EShop.Web.Shell;
using Scalar.AspNetCore;

namespace EShop.Web.Api;

/// <summary>The document as a page to read and to try, at <c>/api</c>. Its script comes from the shop itself and
/// reaches nobody else.</summary>
internal static class ApiPage
{
    public const string Path = "/api";

    public static void MapApiPage(this WebApplication app) =>
        app.MapScalarApiReference(Path, (options, context) =>
        {
            var nonce = RandomToken.New();
            context.Response.Headers.ContentSecurityPolicy = PolicyWith(nonce);
            options.WithTitle("EShop API")
                .WithNonce(nonce)
                .WithOpenApiRoutePattern(ApiDocument.Path)
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp()
                .HideClientButton()
                .HideDeveloperTools();
        }).AllowAnonymous();

    /// <summary>The shop's policy, and on this page alone: the one script in the page, by its nonce, and the styles
    /// that it makes as it draws, which have none.</summary>
    private static string PolicyWith(string nonce) => SecurityHeaders.PolicyWith([])
        .Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal)
        .Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal);
}
