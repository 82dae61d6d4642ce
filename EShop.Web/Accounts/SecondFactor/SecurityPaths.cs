namespace EShop.Web.Accounts.SecondFactor;

/// <summary>The addresses of the pages about second factors.</summary>
public static class SecurityPaths
{
    public const string Security = "/account/security";
    public const string Authenticator = "/account/security/authenticator";
    public const string AskAgain = "/account/security/confirm";
    public const string SecondStep = "/sign-in/code";
    public const string PasskeySignInBegin = "/sign-in/passkey/begin";
    public const string PasskeyAgainBegin = "/account/security/confirm/begin";
    public const string PasskeyAddBegin = "/account/security/passkeys/begin";
}
