using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace EShop.Web.Shell;

internal static class ThemeRegistration
{
    public static void AddTheme(this IServiceCollection services)
    {
        services.AddSingleton<ThemeSheet>();
        services.AddHostedService(provider => provider.GetRequiredService<ThemeSheet>());
    }

    public static void MapTheme(this WebApplication app)
    {
        app.MapGet("/theme.css", (HttpContext context, ThemeSheet sheet) =>
        {
            // Only the address with the right fingerprint may be kept for ever.
            context.Response.Headers.CacheControl =
                context.Request.Query["v"] == sheet.Fingerprint ? "public, max-age=31536000, immutable" : "no-cache";
            return Results.Text(sheet.Css, "text/css; charset=utf-8");
        }).AllowAnonymous();

        app.MapPost("/preferences/theme", ([FromForm] string theme, [FromForm] string? back,
            HttpContext context, ShopCookies cookies) =>
        {
            if (!SameOrigin.IsOwn(context.Request))
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            cookies.SetTheme(context, ThemeChoice.Parse(theme));
            return Results.LocalRedirect(LocalAddress.OrHome(back));
        }).DisableAntiforgery().AllowAnonymous();
    }
}
