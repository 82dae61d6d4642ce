using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Web.Shell;

namespace EShop.Web.Accounts.SecondFactor;

/// <summary>What follows a right password, code or passkey, whichever page it was shown at: a session, and where to go.
/// </summary>
public sealed class Arrival(Sessions sessions, SecurityCookies cookies)
{
    /// <summary>Answers where to go: whoever must enrol goes there first (abuse 62).</summary>
    public async Task<string> LetInAsync(
        HttpContext context, SignedInAccount account, string proof, string? returnUrl)
    {
        await sessions.BeginAsync(context, account);
        cookies.ClearStep(context);
        cookies.SetProof(context, proof);
        if (account.MustEnrol)
            return SecurityPaths.Security;
        var fallback = account.IsAdmin ? Paths.Admin : Paths.Home;
        return LocalAddress.IsLocal(returnUrl) ? returnUrl! : fallback;
    }

    /// <summary>Answers where the second step is taken.</summary>
    public string AskForStep(HttpContext context, SecondStep step, string? returnUrl)
    {
        cookies.SetStep(context, step);
        return AccountPaths.With(SecurityPaths.SecondStep, returnUrl);
    }

    public static string AskAgain(string returnUrl) => AccountPaths.With(SecurityPaths.AskAgain, returnUrl);
}
