using EShop.Web.Accounts.SecondFactor;
using EShop.Web.Shell;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Accounts;

internal static class AccountsWebRegistration
{
    public static void AddSessions(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddSingleton<Sessions>();
        services.AddSingleton<VisitorCookies>();
        services.AddSecondFactorPages();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie = new SessionCookie(environment.IsDevelopment());
            options.LoginPath = Paths.SignIn;
            options.ReturnUrlParameter = "returnUrl";
            // How long it is good for stands in the session's row.
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = context =>
                context.HttpContext.RequestServices.GetRequiredService<Sessions>().CheckAsync(context);
            options.Events.OnRedirectToAccessDenied = SecondFactorWebRegistration.RefuseAsync;
        });
        // Closed by default: what anybody may see says so.
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSessions>();
        services.AddScoped<CircuitHandler, CircuitGuard>();
    }

    public static void MapAccounts(this WebApplication app)
    {
        app.MapPost(Paths.SignOut, async (HttpContext context, Sessions sessions, [FromForm] string? back) =>
        {
            await sessions.EndAsync(context);
            return Results.LocalRedirect(LocalAddress.OrHome(back));
        }).AllowAnonymous();
        app.MapAvatars();
        app.MapDevMail();
        app.MapPasskeys();
        app.MapMyData();
        // An address that nobody serves is not found, also for a guest; else the closed default would ask to sign in.
        app.MapFallback("{*path}", () => Results.NotFound()).AllowAnonymous();
    }
}
