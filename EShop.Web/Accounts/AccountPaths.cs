using EShop.Web.Shell;

namespace EShop.Web.Accounts;

/// <summary>The addresses of account pages that other pages lead to.</summary>
public static class AccountPaths
{
    public const string SignUpCode = "/sign-up/code";
    public const string Welcome = "/welcome";
    public const string Forgotten = "/forgotten-password";
    public const string ResetPassword = "/forgotten-password/code";
    public const string Password = "/account/password";
    public const string Email = "/account/email";
    public const string EmailCode = "/account/email/code";
    public const string MyData = "/account/my-data";
    public const string MyDataFile = "/account/my-data/file";
    public const string Erase = "/account/erase";
    public const string Sessions = "/account/sessions";
    public const string Addresses = "/account/addresses";
    public const string NewAddress = "/account/addresses/new";

    /// <summary>Carries on where to go afterwards; only to pages of this shop.</summary>
    public static string With(string path, string? returnUrl) =>
        LocalAddress.IsLocal(returnUrl) && returnUrl != Paths.Home
            ? $"{path}?returnUrl={Uri.EscapeDataString(returnUrl!)}"
            : path;
}
