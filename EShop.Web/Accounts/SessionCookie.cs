using EShop.Web.Shell;

namespace EShop.Web.Accounts;

/// <summary>The cookie that names a session. An admin's is sent by no other site's link or form at all (abuse 63, 76);
/// a shopper's is, for links in mails lead into orders.</summary>
internal sealed class SessionCookie : CookieBuilder
{
    private static readonly object StrictItem = new();

    public SessionCookie(bool isDevelopment)
    {
        Name = ShopCookies.NameOf("session", !isDevelopment);
        Path = "/";
        HttpOnly = true;
        IsEssential = true;
        SameSite = SameSiteMode.Lax;
        SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
    }

    /// <summary>Says whose session this request is about, before its cookie is written.</summary>
    public static void SetStrict(HttpContext context, bool isStrict) => context.Items[StrictItem] = isStrict;

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        if (context.Items.TryGetValue(StrictItem, out var isStrict) && isStrict is true)
            options.SameSite = SameSiteMode.Strict;
        return options;
    }
}
