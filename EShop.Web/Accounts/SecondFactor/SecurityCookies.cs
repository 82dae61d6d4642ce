using EShop.Core.Accounts.SecondFactor;
using EShop.Web.Shell;

namespace EShop.Web.Accounts.SecondFactor;

/// <summary>
/// What a browser carries between the steps: that its password was right, and that its owner was asked a moment ago.
/// The core has sealed both and dates them; here they only travel.
/// </summary>
public sealed class SecurityCookies(ShopCookies cookies)
{
    private const string StepCookie = "second-step";
    private const string ProofCookie = "asked";

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);

    public SecondStep? Step(HttpContext context) =>
        context.Request.Cookies[cookies.NameOf(StepCookie)]?.Split('.', 2) is [var ways, var ticket]
            ? new SecondStep(ticket, HasAuthenticator: ways is "a" or "ap", HasPasskey: ways is "p" or "ap")
            : null;

    public void SetStep(HttpContext context, SecondStep step)
    {
        var ways = (step.HasAuthenticator ? "a" : "") + (step.HasPasskey ? "p" : "");
        cookies.Set(context, StepCookie, $"{ways}.{step.Ticket}", Age);
    }

    public void ClearStep(HttpContext context) => cookies.Delete(context, StepCookie);

    public string? Proof(HttpContext context) => context.Request.Cookies[cookies.NameOf(ProofCookie)];

    public void SetProof(HttpContext context, string proof) => cookies.Set(context, ProofCookie, proof, Age);

    /// <summary>Asked anew for the next thing.</summary>
    public void ClearProof(HttpContext context) => cookies.Delete(context, ProofCookie);
}
