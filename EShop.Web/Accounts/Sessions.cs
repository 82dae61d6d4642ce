using System.Globalization;
using System.Security.Claims;
using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Web.Carts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace EShop.Web.Accounts;

/// <summary>
/// A session is a row that a sealed cookie names. The cookie keeps when the row was last looked at: a shopper's is
/// looked at once a minute, on whichever node, so an ended session is over within a minute; an admin's with each
/// request.
/// </summary>
public sealed class Sessions(
    BeginSession beginSession, CheckSession checkSession, SignOut signOut, CartCookie cart,
    IOptions<SessionLimits> settings, TimeProvider clock)
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string CheckedItem = "checked";

    internal static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(1);

    /// <summary>A new session and a new cookie for every sign-in; the one before ends (abuse 15).</summary>
    public async Task BeginAsync(HttpContext context, SignedInAccount account)
    {
        await cart.JoinAsync(context, account.Id);
        var now = clock.GetUtcNow();
        var key = await beginSession.ExecuteAsync(
            new BeginSessionRequest(
                account, context.Request.Headers.UserAgent, NetworkAddress.Of(context.Connection.RemoteIpAddress),
                context.User.SessionKey()),
            context.RequestAborted);
        var most = account.IsStaff ? settings.Value.AdminMost : settings.Value.ShopperMost;
        var properties = new AuthenticationProperties
        {
            IsPersistent = !account.IsStaff, IssuedUtc = now, ExpiresUtc = now + most, AllowRefresh = true,
        };
        Stamp(properties, now);
        await SignInAsync(context, SignedInUser.Of(account, key), properties);
    }

    /// <summary>After the shopper changed name or picture: the same session, told anew.</summary>
    public async Task RefreshAsync(HttpContext context)
    {
        var session = await context.AuthenticateAsync(Scheme);
        if (session is not { Principal: { } user, Properties: { } properties } || user.SessionKey() is not { } key)
            return;
        var answer = await checkSession.ExecuteAsync(
            new CheckSessionRequest(key, IsInUse: true), context.RequestAborted);
        if (answer.Account is not null)
            await SignInAsync(context, SignedInUser.Of(answer.Account, key), properties);
    }

    public async Task EndAsync(HttpContext context)
    {
        if (context.User.SessionKey() is { } key)
            await signOut.ExecuteAsync(key, context.RequestAborted);
        await context.SignOutAsync(Scheme);
    }

    /// <summary>Called for each request with a session.</summary>
    internal async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var now = clock.GetUtcNow();
        if (context.Principal is not { } user || user.SessionKey() is not { } key)
        {
            await RejectAsync(context);
            return;
        }

        var isAdmin = user.IsInRole(SignedInUser.AdminRole);
        var isDue = Read(context.Properties) is not { } last || now - last >= CheckEvery;
        SessionCookie.SetStrict(context.HttpContext, isAdmin);
        if (!isDue && !isAdmin)
            return;
        var answer = await checkSession.ExecuteAsync(
            new CheckSessionRequest(key, IsInUse: true), context.HttpContext.RequestAborted);
        if (answer.Account is null || answer.Account.Id != user.AccountIdOrNull())
        {
            await RejectAsync(context);
            return;
        }

        context.ReplacePrincipal(SignedInUser.Of(answer.Account, key));
        if (!isDue)
            return;
        Stamp(context.Properties, now);
        context.ShouldRenew = true;
    }

    private static Task SignInAsync(HttpContext context, ClaimsPrincipal user, AuthenticationProperties properties)
    {
        SessionCookie.SetStrict(context, user.IsInRole(SignedInUser.AdminRole));
        return context.SignInAsync(Scheme, user, properties);
    }

    private static async Task RejectAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    private static void Stamp(AuthenticationProperties properties, DateTimeOffset moment) =>
        properties.Items[CheckedItem] = moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Read(AuthenticationProperties properties) =>
        long.TryParse(
            properties.Items.TryGetValue(CheckedItem, out var text) ? text : null,
            NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
