using System.Globalization;
using System.Security.Claims;

namespace EShop.Web.Shell;

/// <summary>Whose session it is, from the claim that sign-in writes.</summary>
public static class SignedInUser
{
    /// <summary>Null: nobody is signed in.</summary>
    public static long? FindAccountId(this ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None,
            CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>For pages that only signed-in shoppers reach.</summary>
    public static long AccountId(this ClaimsPrincipal user) => user.FindAccountId()
        ?? throw new InvalidOperationException("A page for signed-in shoppers was reached without an account.");
}
