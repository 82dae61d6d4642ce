using Microsoft.AspNetCore.Antiforgery;

namespace EShop.Web.Shell;

/// <summary>
/// The names and flags of the shop's cookies in one place. They are Secure and bound to the host; only in Development
/// over plain http, where a browser would not store such a cookie, are they neither.
/// </summary>
public sealed class ShopCookies(IHostEnvironment environment)
{
    private static readonly TimeSpan PreferenceAge = TimeSpan.FromDays(365);

    private readonly bool _hostBound = !environment.IsDevelopment();

    public string NameOf(string name) => NameOf(name, _hostBound);

    public ThemeChoice Theme(HttpContext context) => ThemeChoice.Parse(context.Request.Cookies[NameOf("theme")]);

    public string? Language(HttpContext context) => context.Request.Cookies[NameOf("lang")];

    public void SetTheme(HttpContext context, ThemeChoice choice) => SetPreference(context, "theme", choice.Name);

    public void SetLanguage(HttpContext context, string language) => SetPreference(context, "lang", language);

    public void Set(HttpContext context, string name, string value, TimeSpan age) =>
        context.Response.Cookies.Append(NameOf(name), value, Options(context, age));

    public void Delete(HttpContext context, string name) =>
        context.Response.Cookies.Delete(NameOf(name), Options(context, age: null));

    private void SetPreference(HttpContext context, string name, string value) =>
        Set(context, name, value, PreferenceAge);

    private CookieOptions Options(HttpContext context, TimeSpan? age) => new()
    {
        Path = "/",
        MaxAge = age,
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = _hostBound || context.Request.IsHttps,
    };

    internal static string NameOf(string name, bool hostBound) => hostBound ? "__Host-" + name : name;
}

internal static class ShopCookiesRegistration
{
    public static void AddShopCookies(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddSingleton<ShopCookies>();
        services.Configure<AntiforgeryOptions>(antiforgery =>
        {
            antiforgery.Cookie = new FormCookie(environment.IsDevelopment());
            // Framing is ruled by the security headers.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>
    /// Secure without CookieSecurePolicy.Always, with which antiforgery throws for each form that is asked for over
    /// plain http: a failure page would be the answer, though browsers do keep Secure cookies of http://localhost.
    /// </summary>
    private sealed class FormCookie : CookieBuilder
    {
        private readonly bool _alwaysSecure;

        public FormCookie(bool development)
        {
            _alwaysSecure = !development;
            Name = ShopCookies.NameOf("form", _alwaysSecure);
            Path = "/";
            HttpOnly = true;
            IsEssential = true;
            SameSite = SameSiteMode.Strict;
            SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Secure |= _alwaysSecure;
            return options;
        }
    }
}
