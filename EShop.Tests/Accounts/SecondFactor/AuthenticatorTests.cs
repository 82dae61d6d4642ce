using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts.SecondFactor;

/// <summary>Turning the authenticator on and off.</summary>
public sealed class AuthenticatorTests
{
    private const string Email = "li@example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task It_is_turned_on_by_its_first_code_and_ends_other_sessions(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var visitor = new Visitor(shop);
        var before = await visitor.SignUpAsync(Email);
        var session = await shop.BeginSessionAsync(before);

        var enrolled = await shop.TurnOnAsync(Email);

        Assert.Equal(10, enrolled.RecoveryCodes.Distinct().Count());
        Assert.All(enrolled.RecoveryCodes, code => Assert.Matches("^([a-z2-9]{4}-){3}[a-z2-9]{4}$", code));
        var shown = await shop.Get<ShowFactors>().ExecuteAsync(before.Id, Ct);
        Assert.Equal((shop.Now, 10), (shown.AuthenticatorSince, shown.RecoveryCodesLeft));
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(session));
        Assert.Contains("turned on", (await visitor.NewestMailAsync(Email)).Subject, StringComparison.Ordinal);
        Assert.Equal(
            BeginAuthenticatorStatus.AlreadyOn, (await BeginAsync(shop, before.Id, proof: null)).Status);
        Assert.Equal(
            BeginAuthenticatorStatus.NoAccount, (await BeginAsync(shop, -1, proof: null)).Status);
    }

    [Theory, EachStore]
    public async Task Its_key_lies_in_the_database_sealed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var signedIn = await SignUpAsync(shop);
        var begun = await BeginAsync(shop, signedIn.Account!.Id, signedIn.Proof);
        var app = new AuthenticatorApp(begun.Key);
        await ConfirmAsync(shop, signedIn.Account.Id, begun.Setup, app.CodeAt(shop.Now));

        var row = await shop.ReadAsync(db => db.Set<Authenticator>().SingleAsync(Ct));

        var key = begun.Key.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains($"secret={key}&", begun.Address, StringComparison.Ordinal);
        Assert.StartsWith("CfDJ8", row.SealedKey, StringComparison.Ordinal);
        Assert.Equal(Totp.StepOf(shop.Now), row.LastStep);
    }

    [Theory, EachStore]
    public async Task Twenty_confirmations_at_once_turn_it_on_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var signedIn = await SignUpAsync(shop);
        var begun = await BeginAsync(shop, signedIn.Account!.Id, signedIn.Proof);
        var code = new AuthenticatorApp(begun.Key).CodeAt(shop.Now);

        var answers = await Race.RunAsync(20, _ => ConfirmAsync(shop, signedIn.Account.Id, begun.Setup, code));

        Assert.Equal(1, answers.Count(answer => answer.Status == ConfirmAuthenticatorStatus.On));
        Assert.All(
            answers.Where(answer => answer.Status != ConfirmAuthenticatorStatus.On),
            answer => Assert.Contains(
                answer.Status, new[] { ConfirmAuthenticatorStatus.AlreadyOn, ConfirmAuthenticatorStatus.TooMany }));
        Assert.Equal(10, (await shop.Get<ShowFactors>().ExecuteAsync(signedIn.Account.Id, Ct)).RecoveryCodesLeft);
    }

    [Fact]
    public async Task A_wrong_first_code_keeps_the_key_and_turns_nothing_on()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var signedIn = await SignUpAsync(shop);
        var id = signedIn.Account!.Id;
        Assert.Equal(BeginAuthenticatorStatus.NotConfirmed, (await BeginAsync(shop, id, proof: null)).Status);
        var begun = await BeginAsync(shop, id, signedIn.Proof);

        Assert.Equal(
            ConfirmAuthenticatorStatus.CodeWrong, (await ConfirmAsync(shop, id, begun.Setup, "000")).Status);

        var again = await shop.Get<BeginAuthenticator>().ExecuteAsync(new(id, null, begun.Setup), Ct);
        Assert.Equal(begun, again);
        Assert.Null((await shop.Get<ShowFactors>().ExecuteAsync(id, Ct)).AuthenticatorSince);
        var other = await shop.EnrolAsync("han@example.com");
        Assert.Equal(
            ConfirmAuthenticatorStatus.SetupExpired,
            (await ConfirmAsync(shop, other.Account.Id, begun.Setup, "")).Status);
        Assert.Equal(
            ConfirmAuthenticatorStatus.NoAccount, (await ConfirmAsync(shop, -1, begun.Setup, "")).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(
            ConfirmAuthenticatorStatus.SetupExpired, (await ConfirmAsync(shop, id, begun.Setup, "")).Status);
    }

    [Theory, EachStore]
    public async Task It_is_turned_off_only_after_its_owner_was_asked_again(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        shop.Clock.Advance(Totp.Period);
        var id = enrolled.Account.Id;
        var signedIn = await shop.StepAsync(await shop.PasswordAsync(Email), enrolled.App.CodeAt(shop.Now));
        foreach (var weak in new[] { null, "", signedIn.Proof })
            Assert.Equal(TurnOffAuthenticatorStatus.NotConfirmed, await OffAsync(shop, id, weak));
        var proof = await shop.AskAgainAsync(id);
        var other = await shop.EnrolAsync("han@example.com");
        Assert.Equal(TurnOffAuthenticatorStatus.NotConfirmed, await OffAsync(shop, other.Account.Id, proof));

        Assert.Equal(TurnOffAuthenticatorStatus.Off, await OffAsync(shop, id, proof));

        Assert.Equal(TurnOffAuthenticatorStatus.NotOn, await OffAsync(shop, id, proof));
        Assert.Equal(TurnOffAuthenticatorStatus.NoAccount, await OffAsync(shop, -1, proof));
        var mail = await new Visitor(shop).NewestMailAsync(Email);
        Assert.Contains("turned off", mail.Subject, StringComparison.Ordinal);
        Assert.Equal(SignInStatus.SignedIn, (await new Visitor(shop).SignInAsync(Email, Visitor.Password)).Status);
        var rows = await shop.ReadAsync(db => db.Set<RecoveryCode>().CountAsync(c => c.AccountId == id, Ct));
        Assert.Equal(0, rows);
        proof = await shop.AskAgainAsync(other.Account.Id);
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TurnOffAuthenticatorStatus.NotConfirmed, await OffAsync(shop, other.Account.Id, proof));
    }

    [Theory, EachStore]
    public async Task Staff_keeps_its_last_factor(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        await shop.GiveRoleAsync(enrolled.Account.Id);
        var proof = await shop.AskAgainAsync(enrolled.Account.Id);
        Assert.Equal(TurnOffAuthenticatorStatus.LastOfStaff, await OffAsync(shop, enrolled.Account.Id, proof));
        Assert.True(await shop.Get<StaffGate>().IsAdminAsync(enrolled.Account.Id, Ct));
    }

    [Theory, EachStore]
    public async Task New_recovery_codes_replace_the_old_ones_also_twenty_times_at_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        var id = enrolled.Account.Id;
        Assert.Equal(RenewRecoveryCodesStatus.NotConfirmed, (await RenewAsync(shop, id, null)).Status);
        var proof = await shop.AskAgainAsync(id);

        var answers = await Race.RunAsync(20, _ => RenewAsync(shop, id, proof));

        Assert.All(answers, answer => Assert.Equal(RenewRecoveryCodesStatus.Renewed, answer.Status));
        Assert.Equal(10, (await shop.Get<ShowFactors>().ExecuteAsync(id, Ct)).RecoveryCodesLeft);
        var step = await shop.PasswordAsync(Email);
        Assert.Equal(
            CompleteSecondStepStatus.Wrong, (await shop.StepAsync(step, enrolled.RecoveryCodes[0])).Status);
        Assert.Equal(RenewRecoveryCodesStatus.NoAccount, (await RenewAsync(shop, -1, proof)).Status);
        await OffAsync(shop, id, proof);
        Assert.Equal(RenewRecoveryCodesStatus.NotOn, (await RenewAsync(shop, id, proof)).Status);
    }

    [Fact]
    public async Task Abuse_5_five_wrong_passwords_stop_the_asking_again()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        var account = await visitor.SignUpAsync(Email);
        Task<AskAgainResult> AskAsync(long id, string password) =>
            shop.Get<AskAgain>().ExecuteAsync(new AskAgainRequest(id, password, visitor.Network), Ct);
        Assert.Equal(AskAgainStatus.NoAccount, (await AskAsync(-1, Visitor.Password)).Status);
        for (var i = 0; i < 5; i++)
            Assert.Equal(AskAgainStatus.Wrong, (await AskAsync(account.Id, "no")).Status);
        var locked = await AskAsync(account.Id, Visitor.Password);
        Assert.Equal((AskAgainStatus.Locked, ""), (locked.Status, locked.Proof));
    }

    private static async Task<SignInResult> SignUpAsync(TestShop shop)
    {
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);
        return await visitor.SignInAsync(Email, Visitor.Password);
    }

    private static Task<BeginAuthenticatorResult> BeginAsync(TestShop shop, long id, string? proof) =>
        shop.Get<BeginAuthenticator>().ExecuteAsync(new BeginAuthenticatorRequest(id, proof, null), Ct);

    private static Task<ConfirmAuthenticatorResult> ConfirmAsync(TestShop shop, long id, string setup, string code) =>
        shop.Get<ConfirmAuthenticator>().ExecuteAsync(new ConfirmAuthenticatorRequest(id, setup, code), Ct);

    private static async Task<TurnOffAuthenticatorStatus> OffAsync(TestShop shop, long id, string? proof) =>
        (await shop.Get<TurnOffAuthenticator>().ExecuteAsync(new TurnOffAuthenticatorRequest(id, proof), Ct)).Status;

    private static Task<RenewRecoveryCodesResult> RenewAsync(TestShop shop, long id, string? proof) =>
        shop.Get<RenewRecoveryCodes>().ExecuteAsync(new RenewRecoveryCodesRequest(id, proof), Ct);
}
