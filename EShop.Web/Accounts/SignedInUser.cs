using System.Globalization;
using System.Security.Claims;
using EShop.Core.Accounts;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace EShop.Web.Accounts;

/// <summary>The signed-in shopper as pages see them: <c>User.AccountId()</c>.</summary>
public static class SignedInUser
{
    internal const string SessionClaim = "session";
    internal const string AvatarClaim = "avatar";
    internal const string AdminRole = "Admin";
    internal const string EnrolClaim = "enrol";

    /// <summary>Null for a guest.</summary>
    public static long? AccountIdOrNull(this ClaimsPrincipal user) =>
        long.TryParse(
            user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    /// <summary>For pages that only a signed-in shopper reaches.</summary>
    public static long AccountId(this ClaimsPrincipal user) =>
        user.AccountIdOrNull() ?? throw new InvalidOperationException("This page is for signed-in shoppers only.");

    public static string? AvatarKey(this ClaimsPrincipal user) => user.FindFirstValue(AvatarClaim);

    /// <summary>The key of this browser's session; null for a guest. It stands in sealed cookies only.</summary>
    public static string? SessionKey(this ClaimsPrincipal user) => user.FindFirstValue(SessionClaim);

    /// <summary>Staff that manages nothing until it has a second factor and a password of its own.</summary>
    internal static bool MustEnrol(this ClaimsPrincipal user) => user.HasClaim(c => c.Type == EnrolClaim);

    /// <summary>Without the rights of staff: a token is for shopping, whoever holds it.</summary>
    internal static ClaimsPrincipal Shopper(SignedInAccount account, string sessionKey) =>
        Of(account with { IsAdmin = false, MustEnrol = false }, sessionKey);

    internal static ClaimsPrincipal Of(SignedInAccount account, string sessionKey)
    {
        var identity = new ClaimsIdentity(
            CookieAuthenticationDefaults.AuthenticationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(
            ClaimTypes.NameIdentifier, account.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new Claim(ClaimTypes.Name, account.DisplayName));
        identity.AddClaim(new Claim(SessionClaim, sessionKey));
        if (account.AvatarKey is not null)
            identity.AddClaim(new Claim(AvatarClaim, account.AvatarKey));
        if (account.IsAdmin)
            identity.AddClaim(new Claim(ClaimTypes.Role, AdminRole));
        if (account.MustEnrol)
            identity.AddClaim(new Claim(EnrolClaim, "true"));
        return new ClaimsPrincipal(identity);
    }
}
