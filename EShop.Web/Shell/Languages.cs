using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace EShop.Web.Shell;

/// <summary>English and Chinese: what the browser asks for, until the visitor picks one (a cookie).</summary>
public static class Languages
{
    public const string English = "en";
    public const string Chinese = "zh";

    private static readonly string[] All = [English, Chinese];

    public static bool IsChinese(CultureInfo culture) => culture.TwoLetterISOLanguageName == Chinese;

    /// <summary>With the region: browsers choose the shapes of Han characters by it.</summary>
    public static string HtmlLang(CultureInfo culture) => IsChinese(culture) ? "zh-CN" : English;

    internal static void AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddTransient<MudLocalizer, MudWordsLocalizer>();
        // By default every Han character is written as &#x4E2D; — eight bytes for three, on each Chinese page.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddOptions<RequestLocalizationOptions>().Configure<ShopCookies>((options, cookies) =>
        {
            options.SetDefaultCulture(English).AddSupportedCultures(All).AddSupportedUICultures(All);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(Chosen(cookies.Language(context)))),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }

    internal static void UseLanguages(this WebApplication app) =>
        app.UseRequestLocalization(app.Services.GetRequiredService<IOptions<RequestLocalizationOptions>>().Value);

    /// <summary>No page, for the switch is on all of them; and no token, so that shared pages stay cacheable.</summary>
    internal static void MapLanguages(this WebApplication app) =>
        app.MapPost("/preferences/language", ([FromForm] string language, [FromForm] string? back,
            HttpContext context, ShopCookies cookies) =>
        {
            if (!SameOrigin.IsOwn(context.Request))
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            if (Chosen(language) is not null)
                cookies.SetLanguage(context, language);
            return Results.LocalRedirect(LocalAddress.OrHome(back));
        }).DisableAntiforgery().AllowAnonymous();

    private static ProviderCultureResult? Chosen(string? language) =>
        All.Contains(language) ? new ProviderCultureResult(language) : null;
}
