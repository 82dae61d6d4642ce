using EShop.Web.Accounts;

namespace EShop.Web.Api;

/// <summary>Marks an endpoint that gives tokens: an old one that is sent along does not matter there.</summary>
internal sealed class GivesTokens;

/// <summary>What is in front of every address of the API.</summary>
internal static class ApiGate
{
    public const string Root = "/api/v1";

    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(Root);

    /// <summary>No cookie gets in: a browser sends cookies by itself, a token only a program that was given it. So no
    /// form token is needed here.</summary>
    public static void UseApiWithoutCookies(this WebApplication app) => app.UseWhen(IsApi, api => api.Use(
        (context, next) =>
        {
            context.Request.Headers.Remove("Cookie");
            return next(context);
        }));

    public static void UseApiFaults(this WebApplication app) =>
        app.UseWhen(IsApi, api => api.UseMiddleware<ApiFaults>());

    /// <summary>After authentication: a token that is no token any more is said to be so everywhere, also where nobody
    /// has to be signed in: the client shall renew it and not take a guest's answer for its own.</summary>
    public static void UseApiSessions(this WebApplication app) => app.UseWhen(IsApi, api => api.Use(
        async (context, next) =>
        {
            if (IsLookedAt(context) && !await IsGoodAsync(context))
            {
                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                await new Refusal(Problems.SessionEnded).ExecuteAsync(context);
                return;
            }

            await next(context);
        }));

    private static bool IsLookedAt(HttpContext context) => context.Request.Headers.Authorization.Count > 0
        && context.GetEndpoint()?.Metadata.GetMetadata<GivesTokens>() is null;

    private static async Task<bool> IsGoodAsync(HttpContext context)
    {
        if (context.User.SessionKey() is not { } key) return false;
        var sessions = context.RequestServices.GetRequiredService<ApiSessions>();
        return await sessions.IsValidAsync(key, context.RequestAborted);
    }
}
