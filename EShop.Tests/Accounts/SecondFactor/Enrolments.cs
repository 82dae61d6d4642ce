using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts.SecondFactor;

/// <summary>What a test holds of somebody who has turned the second step on.</summary>
internal sealed record Enrolled(
    SignedInAccount Account, AuthenticatorApp App, IReadOnlyList<string> RecoveryCodes);

internal static class Enrolments
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Signs up and in, and turns an authenticator on with the code of now.</summary>
    public static async Task<Enrolled> EnrolAsync(this TestShop shop, string email)
    {
        await new Visitor(shop).SignUpAsync(email);
        return await shop.TurnOnAsync(email);
    }

    public static async Task<Enrolled> TurnOnAsync(this TestShop shop, string email, string? password = null)
    {
        var signedIn = await new Visitor(shop).SignInAsync(email, password ?? Visitor.Password);
        var begun = await shop.Get<BeginAuthenticator>().ExecuteAsync(
            new BeginAuthenticatorRequest(signedIn.Account!.Id, signedIn.Proof, null), Ct);
        Assert.Equal(BeginAuthenticatorStatus.Begun, begun.Status);
        var app = new AuthenticatorApp(begun.Key);
        var on = await shop.Get<ConfirmAuthenticator>().ExecuteAsync(
            new ConfirmAuthenticatorRequest(signedIn.Account.Id, begun.Setup, app.CodeAt(shop.Now)), Ct);
        Assert.Equal(ConfirmAuthenticatorStatus.On, on.Status);
        return new Enrolled(on.Account!, app, on.RecoveryCodes);
    }

    /// <summary>The password, and what has to follow it.</summary>
    public static async Task<SecondStep> PasswordAsync(this TestShop shop, string email)
    {
        var answer = await new Visitor(shop).SignInAsync(email, Visitor.Password);
        Assert.Equal((SignInStatus.SecondStep, null), (answer.Status, answer.Account));
        return answer.Step!;
    }

    public static Task<CompleteSecondStepResult> StepAsync(this TestShop shop, SecondStep step, string code) =>
        shop.Get<CompleteSecondStep>().ExecuteAsync(new CompleteSecondStepRequest(step.Ticket, code), Ct);

    public static async Task<string> AskAgainAsync(this TestShop shop, long accountId)
    {
        var request = new AskAgainRequest(accountId, Visitor.Password, new Visitor(shop).Network);
        var answer = await shop.Get<AskAgain>().ExecuteAsync(request, Ct);
        Assert.Equal(AskAgainStatus.Confirmed, answer.Status);
        return answer.Proof;
    }
}
