using System.Text.Json;
using EShop.Core.Accounts.Passkeys;
using EShop.Core.Primitives;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace EShop.Web.Accounts.SecondFactor;

/// <summary>What <c>passkeys.js</c> asks before the browser makes or shows a passkey. The answer goes back by a plain
/// form. Each takes the antiforgery token of that form.</summary>
internal static class PasskeyEndpoints
{
    /// <param name="Id">Of the challenge.</param>
    /// <param name="Options">For <c>navigator.credentials</c>.</param>
    private sealed record Begun(string Id, JsonElement Options);

    /// <param name="Text">Said beside the button.</param>
    /// <param name="GoTo">Where the owner is asked first.</param>
    private sealed record Refusal(string? Text, string? GoTo);

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapPost(SecurityPaths.PasskeyAddBegin, AddAsync);
        app.MapPost(SecurityPaths.PasskeyAgainBegin, (
            [FromForm] string? place, HttpContext context, BeginPasskeySignIn begin, PasskeySites sites,
            IStringLocalizer<SecurityWords> words) =>
            ShowAsync(context, context.User.AccountId(), begin, sites, words));
        app.MapPost(SecurityPaths.PasskeySignInBegin, (
            [FromForm] string? place, HttpContext context, BeginPasskeySignIn begin, PasskeySites sites,
            IStringLocalizer<SecurityWords> words) => ShowAsync(context, null, begin, sites, words)).AllowAnonymous();
    }

    private static async Task<IResult> AddAsync(
        [FromForm] string? place, HttpContext context, BeginPasskey begin, PasskeySites sites, SecurityCookies cookies,
        IStringLocalizer<SecurityWords> words)
    {
        var request = new BeginPasskeyRequest(
            context.User.AccountId(), cookies.Proof(context), sites.Of(context));
        var result = await begin.ExecuteAsync(request, context.RequestAborted);
        return result.Status switch
        {
            BeginPasskeyStatus.NoAccount => Results.NotFound(),
            BeginPasskeyStatus.NotConfirmed => Results.Json(
                new Refusal(null, Arrival.AskAgain(SecurityPaths.Security)), statusCode: 403),
            BeginPasskeyStatus.TooMany => Refuse(409, words["PasskeyTooMany", AddPasskey.PerAccountMax]),
            BeginPasskeyStatus.TryAgainShortly => Refuse(503, words["TryAgainShortly"]),
            BeginPasskeyStatus.Begun => Results.Json(BegunOf(result.Challenge!)),
            _ => throw new InvalidOperationException("Unknown status."),
        };
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, long? accountId, BeginPasskeySignIn begin, PasskeySites sites,
        IStringLocalizer<SecurityWords> words)
    {
        var request = new BeginPasskeySignInRequest(
            accountId, NetworkAddress.Of(context.Connection.RemoteIpAddress), sites.Of(context));
        var result = await begin.ExecuteAsync(request, context.RequestAborted);
        return result.Status switch
        {
            BeginPasskeySignInStatus.NoAccount => Results.NotFound(),
            BeginPasskeySignInStatus.TooManyFromNetwork => Refuse(429, words["PasskeyTooManyTries"]),
            BeginPasskeySignInStatus.TryAgainShortly => Refuse(503, words["TryAgainShortly"]),
            BeginPasskeySignInStatus.Begun => Results.Json(BegunOf(result.Challenge!)),
            _ => throw new InvalidOperationException("Unknown status."),
        };
    }

    private static IResult Refuse(int status, string text) => Results.Json(new Refusal(text, null), statusCode: status);

    private static Begun BegunOf(PasskeyChallenge challenge) =>
        new(challenge.Id, JsonSerializer.Deserialize<JsonElement>(challenge.OptionsJson));
}
