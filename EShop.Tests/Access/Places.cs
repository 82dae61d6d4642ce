using System.Text.RegularExpressions;
using EShop.Web.Api;
using Microsoft.AspNetCore.Routing;

namespace EShop.Tests.Access;

/// <summary>Who may go where: every address of the shop stands here once, so that a new one cannot be forgotten.
/// </summary>
internal static partial class Places
{
    /// <summary>Open to everybody.</summary>
    public static readonly string[] Open =
    [
        "/", "/search", "/c/{Handle}", "/p/{Handle}", "/pictures/{**key}", "/coupons", "/coupons/left",
        "/coupons/claim", "/cart",
        "/sign-in", "/sign-in/code", "/sign-in/passkey/begin", "/sign-up", "/sign-up/code", "/sign-out",
        "/forgotten-password", "/forgotten-password/code",
        "/preferences/theme", "/preferences/language", "/not-found", "/error/{Code:int}", "{*path}",
        "/health/live", "/health/ready", "/openapi/{documentName}.json", "/api/v1/sign-in",
        "/api/v1/sign-in/renewals", "/api/v1/categories", "/api/v1/products", "/api/v1/products/{handle}",
        "/api/v1/coupons", "/payments/callback/{provider}", "/sandbox/pay/{TradeId}",
        "/avatars/{name}/{side:int}.webp", "/theme.css", "/.well-known/security.txt", "/dev/mail",
        "/dev/mail/{name}", "/dev/widgets",
    ];

    /// <summary>For whoever is signed in; what belongs to another is not found there.</summary>
    public static readonly string[] SignedIn =
    [
        "/account", "/account/password", "/account/sessions", "/account/coupons", "/account/addresses",
        "/account/email", "/account/email/code", "/account/my-data", "/account/my-data/file", "/account/erase",
        "/account/addresses/new", "/account/addresses/{Id:long}", "/account/security",
        "/account/security/authenticator", "/account/security/confirm", "/account/security/confirm/begin",
        "/account/security/passkeys/begin", "/welcome", "/checkout", "/orders",
        "/orders/{Number}", "/orders/{Number}/pay", "/orders/{number}/news",
        "/orders/{Number}/refund",
        "/api/v1/sign-out", "/api/v1/coupons/mine", "/api/v1/coupons/{id:long}/claims", "/api/v1/cart",
        "/api/v1/cart/lines", "/api/v1/cart/lines/{skuId:long}", "/api/v1/checkout", "/api/v1/orders",
        "/api/v1/orders/{number}", "/api/v1/orders/{number}/payments", "/api/v1/orders/{number}/cancel",
        "/api/v1/orders/{number}/receipt", "/api/v1/orders/{number}/refunds",
        "/api/v1/orders/{number}/refund-request",
    ];

    /// <summary>Answers without an end; others' are refused before they begin.</summary>
    public static readonly string[] Streams = ["/orders/{number}/news"];

    /// <summary>For staff: all of management.</summary>
    public const string Staff = "/admin";

    /// <summary>What the framework answers itself, files, and the page that draws the API's document.</summary>
    public static bool IsOfTheFramework(RouteEndpoint endpoint)
    {
        var pattern = endpoint.RoutePattern.RawText ?? "";
        return pattern.StartsWith("/_blazor", StringComparison.Ordinal)
            || pattern.StartsWith("/_framework", StringComparison.Ordinal)
            || pattern.StartsWith("{**path:file}", StringComparison.Ordinal)
            || (pattern.StartsWith(ApiPage.Path, StringComparison.Ordinal)
                && !pattern.StartsWith(ApiGate.Root, StringComparison.Ordinal))
            || endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor");
    }

    /// <summary>The address with its parameters filled in; a parameter that nobody knows is a fault.</summary>
    public static string Fill(RouteEndpoint endpoint, IReadOnlyDictionary<string, string> values) =>
        "/" + Parameter().Replace(endpoint.RoutePattern.RawText!, parameter =>
            values.TryGetValue(parameter.Groups[1].Value.ToLowerInvariant(), out var value)
                ? value
                : throw new InvalidOperationException(
                    $"{endpoint.RoutePattern.RawText}: nobody knows what '{parameter.Groups[1].Value}' is."))
            .TrimStart('/');

    public static IEnumerable<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
            ? methods
            : ["GET"];

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
