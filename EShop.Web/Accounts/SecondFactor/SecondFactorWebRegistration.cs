using EShop.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace EShop.Web.Accounts.SecondFactor;

internal static class SecondFactorWebRegistration
{
    public static void AddSecondFactorPages(this IServiceCollection services)
    {
        services.AddSingleton<SecurityCookies>();
        services.AddSingleton<PasskeySites>();
        services.AddSingleton<Arrival>();
    }

    /// <summary>Who may not see a page is told so; staff that has yet to enrol is led there (abuse 62).</summary>
    public static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.HttpContext.User.MustEnrol() && HttpMethods.IsGet(context.Request.Method))
            context.Response.Redirect(SecurityPaths.Security);
        else
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
