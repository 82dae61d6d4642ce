using System.ComponentModel;
using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Primitives;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace EShop.Web.Api;

[Description("An address and its password.")]
public sealed record SignInBody
{
    [Description("The e-mail address of the account.")]
    public string? Email { get; init; }

    [Description("The password, exactly as it was chosen.")]
    public string? Password { get; init; }

    [Description("Where the account asks for a second step: the code of its authenticator app, or a recovery code.")]
    public string? Code { get; init; }

    public static SignInBody Example { get; } = new() { Email = "lily@example.org", Password = "correct horse" };
}

[Description("The refresh token that came with the access token.")]
public sealed record RefreshBody
{
    public string? RefreshToken { get; init; }

    public static RefreshBody Example { get; } = new() { RefreshToken = "CfDJ8N…" };
}

/// <summary>Tokens for an address and its password: the sign-in of the pages, with its ceilings and its lock.</summary>
internal static class SignInApi
{
    private const string Tag = "Session";

    public static void MapSignIn(this RouteGroupBuilder api)
    {
        // Counted by the use case, per network and per address.
        api.MapPost("/sign-in", SignInAsync)
            .AllowAnonymous().DisableRateLimiting().WithMetadata(new GivesTokens()).Produces<AccessTokenResponse>()
            .Describe(
                new Purpose("signIn", Tag, "Sign in",
                    "Gives tokens for an account's address and password. Send the access token with every other "
                    + "request, as `Authorization: Bearer …`; renew it before it expires. It ends when the password is "
                    + "changed."),
                Problems.WrongPassword, Problems.CodeNeeded, Problems.WrongCode, Problems.SignInLocked,
                Problems.Invalid);
        api.MapPost("/sign-in/renewals", RenewAsync)
            .AllowAnonymous().WithMetadata(new GivesTokens()).Produces<AccessTokenResponse>()
            .Describe(
                new Purpose("renewTokens", Tag, "Renew the tokens",
                    "Gives fresh tokens for a refresh token, as long as its session lasts."),
                Problems.SessionEnded, Problems.Invalid);
        api.MapPost("/sign-out", SignOutAsync).Produces(StatusCodes.Status204NoContent)
            .Describe(new Purpose("signOut", Tag, "Sign out", "Ends the session: none of its tokens opens anything."));
    }

    private static async Task<IResult> SignInAsync(
        SignInBody body, SignIn signIn, CompleteSecondStep complete, BeginSession begin, HttpContext context,
        CancellationToken ct)
    {
        var faults = new Faults().Need("email", body.Email).Need("password", body.Password);
        if (faults.Refusal is { } invalid) return invalid;
        var result = await signIn.ExecuteAsync(
            new SignInRequest(
                body.Email!, body.Password!, NetworkAddress.Of(context.Connection.RemoteIpAddress), KnownDevice: null),
            ct);
        return result.Status switch
        {
            SignInStatus.TooManyFromNetwork =>
                new Refusal(Problems.TooManyRequests) { RetryAfter = result.RetryAfter },
            SignInStatus.Locked => new Refusal(Problems.SignInLocked)
            {
                RetryAfter = result.RetryAfter,
                Values = [FormReply.Minutes(result.RetryAfter)],
            },
            SignInStatus.Busy => new Refusal(Problems.Busy),
            SignInStatus.Wrong => new Refusal(Problems.WrongPassword),
            SignInStatus.SecondStep => string.IsNullOrWhiteSpace(body.Code)
                ? new Refusal(Problems.CodeNeeded)
                : await StepAsync(new(result.Step!.Ticket, body.Code), complete, begin, context, ct),
            SignInStatus.SignedIn => await BeginAsync(begin, (context, result.Account!), ct),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static async Task<IResult> StepAsync(
        CompleteSecondStepRequest request, CompleteSecondStep complete, BeginSession begin, HttpContext context,
        CancellationToken ct)
    {
        var result = await complete.ExecuteAsync(request, ct);
        return result.Status switch
        {
            CompleteSecondStepStatus.TooMany => new Refusal(Problems.SignInLocked)
            {
                RetryAfter = result.RetryAfter,
                Values = [FormReply.Minutes(result.RetryAfter)],
            },
            CompleteSecondStepStatus.Expired or CompleteSecondStepStatus.Wrong
                or CompleteSecondStepStatus.AlreadyUsed => new Refusal(Problems.WrongCode),
            CompleteSecondStepStatus.SignedIn => await BeginAsync(begin, (context, result.Account!), ct),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static async Task<IResult> BeginAsync(
        BeginSession begin, (HttpContext Context, SignedInAccount Account) of, CancellationToken ct)
    {
        var network = NetworkAddress.Of(of.Context.Connection.RemoteIpAddress);
        var key = await begin.ExecuteAsync(
            new BeginSessionRequest(of.Account, of.Context.Request.Headers.UserAgent, network, Replaces: null), ct);
        return TokensOf(of.Account, key);
    }

    private static async Task<IResult> RenewAsync(
        RefreshBody body, IOptionsMonitor<BearerTokenOptions> tokens, CheckSession check, TimeProvider clock,
        CancellationToken ct)
    {
        if (new Faults().Need("refreshToken", body.RefreshToken).Refusal is { } invalid) return invalid;
        var ticket = tokens.Get(ApiRegistration.TokenScheme).RefreshTokenProtector.Unprotect(body.RefreshToken);
        if (ticket?.Properties.ExpiresUtc is not { } expires || clock.GetUtcNow() >= expires
            || ticket.Principal.SessionKey() is not { } key)
            return new Refusal(Problems.SessionEnded);
        var session = await check.ExecuteAsync(new CheckSessionRequest(key, IsInUse: true), ct);
        return session.Account is { } account ? TokensOf(account, key) : new Refusal(Problems.SessionEnded);
    }

    private static async Task<IResult> SignOutAsync(
        SignOut signOut, ApiSessions sessions, HttpContext context, CancellationToken ct)
    {
        var key = context.User.SessionKey()!;
        await signOut.ExecuteAsync(key, ct);
        sessions.Forget(key);
        return TypedResults.NoContent();
    }

    private static IResult TokensOf(SignedInAccount account, string key) => TypedResults.SignIn(
        SignedInUser.Shopper(account, key), authenticationScheme: ApiRegistration.TokenScheme);
}
