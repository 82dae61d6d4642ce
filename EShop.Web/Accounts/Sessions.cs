using System.Globalization;
using System.Security.Claims;
using EShop.Core.Accounts;
using EShop.Web.Carts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace EShop.Web.Accounts;

/// <summary>
/// Sessions are sealed cookies: 7 days idle and 30 in all for shoppers, 30 minutes and 8 hours for admins. At most a
/// minute after a password or a right has changed, older ones end.
/// </summary>
public sealed class Sessions(CheckSession checkSession, CartCookie cart, TimeProvider clock)
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string BornItem = "born";
    private const string CheckedItem = "checked";

    internal static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShopperIdle = TimeSpan.FromDays(7);
    private static readonly TimeSpan ShopperMost = TimeSpan.FromDays(30);
    private static readonly TimeSpan AdminIdle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AdminMost = TimeSpan.FromHours(8);

    /// <summary>A new cookie for every sign-in (abuse 15).</summary>
    public async Task BeginAsync(HttpContext context, SignedInAccount account)
    {
        await cart.JoinAsync(context, account.Id);
        var now = clock.GetUtcNow();
        var properties = new AuthenticationProperties
        {
            IsPersistent = !account.IsAdmin,
            IssuedUtc = now,
            ExpiresUtc = now + (account.IsAdmin ? AdminIdle : ShopperIdle),
            AllowRefresh = true,
        };
        Stamp(properties, BornItem, now);
        Stamp(properties, CheckedItem, now);
        await context.SignInAsync(Scheme, SignedInUser.Of(account), properties);
    }

    /// <summary>After the shopper changed name or picture: the same session, told anew.</summary>
    public async Task RefreshAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync(Scheme);
        if (session is not { Principal: { } user, Properties: { } properties } || user.AccountIdOrNull() is not { } id)
            return;
        var request = new CheckSessionRequest(id, user.Stamp() ?? "");
        var answer = await checkSession.ExecuteAsync(request, context.RequestAborted);
        if (answer.Account is not null)
            await context.SignInAsync(Scheme, SignedInUser.Of(answer.Account), properties);
    }

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);

    /// <summary>Called for each request with a session; looks at the account once a minute.</summary>
    internal async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var now = clock.GetUtcNow();
        if (context.Principal is not { } user || user.AccountIdOrNull() is not { } id
            || Read(context.Properties, BornItem) is not { } born || now - born > MostOf(user))
        {
            await RejectAsync(context);
            return;
        }

        if (Read(context.Properties, CheckedItem) is { } last && now - last < CheckEvery)
            return;
        var request = new CheckSessionRequest(id, user.Stamp() ?? "");
        var answer = await checkSession.ExecuteAsync(request, context.HttpContext.RequestAborted);
        if (answer.Account is null)
        {
            await RejectAsync(context);
            return;
        }

        Stamp(context.Properties, CheckedItem, now);
        context.ReplacePrincipal(SignedInUser.Of(answer.Account));
        context.ShouldRenew = true;
    }

    private static TimeSpan MostOf(ClaimsPrincipal user) =>
        user.IsInRole(SignedInUser.AdminRole) ? AdminMost : ShopperMost;

    private static async Task RejectAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    private static void Stamp(AuthenticationProperties properties, string item, DateTimeOffset moment) =>
        properties.Items[item] = moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Read(AuthenticationProperties properties, string item) =>
        long.TryParse(
            properties.Items.TryGetValue(item, out var text) ? text : null,
            NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
