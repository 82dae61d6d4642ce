using EShop.Core.Accounts;
using EShop.Core.Accounts.Passkeys;
using EShop.Core.Accounts.SecondFactor;
using EShop.Tests.Accounts.SecondFactor;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts.Passkeys;

/// <summary>Passkeys from the challenge to the session, with a device of the test's own.</summary>
public sealed class PasskeyTests
{
    private const string Email = "li@example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_passkey_is_added_and_signs_in_and_each_answer_counts_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        using var device = new SoftDevice();
        var signedIn = await SignUpAsync(shop);
        var id = signedIn.Account!.Id;
        var made = device.Make(await BeginAsync(shop, id, signedIn.Proof));

        var added = await Race.RunAsync(20, _ => AddAsync(shop, id, signedIn.Proof, made));
        Assert.Equal(1, added.Count(answer => answer.Status == AddPasskeyStatus.Added));
        Assert.Equal(19, added.Count(answer => answer.Status == AddPasskeyStatus.Expired));
        var shown = await shop.Get<ShowFactors>().ExecuteAsync(id, Ct);
        Assert.Equal(("Phone", shop.Now), (shown.Passkeys.Single().Name, shown.Passkeys.Single().CreatedAt));
        var mail = await new Visitor(shop).NewestMailAsync(Email);
        Assert.Contains("passkey was added", mail.Subject, StringComparison.Ordinal);

        device.Count = 1;
        var answer = device.Show(await AskAsync(shop));
        var answers = await Race.RunAsync(20, _ => shop.Get<SignInWithPasskey>().ExecuteAsync(answer, Ct));
        var winner = Assert.Single(answers, one => one.Status == SignInWithPasskeyStatus.SignedIn);
        Assert.Equal((id, Email), (winner.Account!.Id, winner.Email));
        Assert.Equal(19, answers.Count(one => one.Status == SignInWithPasskeyStatus.Expired));
    }

    [Theory, EachStore]
    public async Task A_copied_foreign_or_unverified_passkey_is_refused(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        using var device = new SoftDevice();
        var signedIn = await SignUpAsync(shop);
        device.Count = 5;
        var made = device.Make(await BeginAsync(shop, signedIn.Account!.Id, signedIn.Proof));
        Assert.Equal(AddPasskeyStatus.Added, (await AddAsync(shop, signedIn.Account.Id, signedIn.Proof, made)).Status);
        Task<SignInWithPasskeyResult> ShowAsync(PasskeyAnswer answer) =>
            shop.Get<SignInWithPasskey>().ExecuteAsync(answer, Ct);

        Assert.Equal(SignInWithPasskeyStatus.Refused, (await ShowAsync(device.Show(await AskAsync(shop)))).Status);
        device.Count = 6;
        device.Origin = "https://shop.test.evil.example";
        Assert.Equal(SignInWithPasskeyStatus.Refused, (await ShowAsync(device.Show(await AskAsync(shop)))).Status);
        device.Origin = SoftDevice.Site.Origin;
        device.AsksItsUser = false;
        Assert.Equal(SignInWithPasskeyStatus.Refused, (await ShowAsync(device.Show(await AskAsync(shop)))).Status);
        device.AsksItsUser = true;
        using var stranger = new SoftDevice();
        Assert.Equal(SignInWithPasskeyStatus.Refused, (await ShowAsync(stranger.Show(await AskAsync(shop)))).Status);
        var late = device.Show(await AskAsync(shop));
        Assert.Equal(
            SignInWithPasskeyStatus.Refused,
            (await ShowAsync(late with { CredentialJson = "{}" })).Status);
        late = device.Show(await AskAsync(shop));
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(SignInWithPasskeyStatus.Expired, (await ShowAsync(late)).Status);

        Assert.Equal(SignInWithPasskeyStatus.SignedIn, (await ShowAsync(device.Show(await AskAsync(shop)))).Status);
    }

    [Theory, EachStore]
    public async Task An_account_has_ten_passkeys_at_most_however_many_come_at_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var signedIn = await SignUpAsync(shop);
        var id = signedIn.Account!.Id;
        var devices = Enumerable.Range(0, 12).Select(_ => new SoftDevice()).ToList();
        var made = new List<PasskeyAnswer>();
        foreach (var device in devices) made.Add(device.Make(await BeginAsync(shop, id, signedIn.Proof)));

        var added = await Race.RunAsync(12, i => AddAsync(shop, id, signedIn.Proof, made[i]));

        Assert.Equal(10, added.Count(answer => answer.Status == AddPasskeyStatus.Added));
        Assert.Equal(2, added.Count(answer => answer.Status == AddPasskeyStatus.TooMany));
        Assert.Equal(10, (await shop.Get<ShowFactors>().ExecuteAsync(id, Ct)).Passkeys.Count);
        var more = new BeginPasskeyRequest(id, signedIn.Proof, SoftDevice.Site);
        Assert.Equal(BeginPasskeyStatus.TooMany, (await shop.Get<BeginPasskey>().ExecuteAsync(more, Ct)).Status);
        devices.ForEach(device => device.Dispose());
    }

    [Theory, EachStore]
    public async Task Adding_needs_a_fresh_sign_in_and_a_name_and_removing_needs_asking_again(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        using var device = new SoftDevice();
        var signedIn = await SignUpAsync(shop);
        var id = signedIn.Account!.Id;
        var unasked = new BeginPasskeyRequest(id, null, SoftDevice.Site);
        Assert.Equal(
            BeginPasskeyStatus.NotConfirmed, (await shop.Get<BeginPasskey>().ExecuteAsync(unasked, Ct)).Status);
        Assert.Equal(
            BeginPasskeyStatus.NoAccount,
            (await shop.Get<BeginPasskey>().ExecuteAsync(unasked with { AccountId = -1 }, Ct)).Status);
        var made = device.Make(await BeginAsync(shop, id, signedIn.Proof));
        Assert.Equal(AddPasskeyStatus.NoAccount, (await AddAsync(shop, -1, signedIn.Proof, made)).Status);
        Assert.Equal(AddPasskeyStatus.NotConfirmed, (await AddAsync(shop, id, null, made)).Status);
        Assert.Equal(AddPasskeyStatus.InvalidName, (await AddAsync(shop, id, signedIn.Proof, made, " ")).Status);
        Assert.Equal(AddPasskeyStatus.Added, (await AddAsync(shop, id, signedIn.Proof, made)).Status);
        var again = device.Make(await BeginAsync(shop, id, signedIn.Proof));
        Assert.Equal(AddPasskeyStatus.Refused, (await AddAsync(shop, id, signedIn.Proof, again)).Status);

        var row = (await shop.Get<ShowFactors>().ExecuteAsync(id, Ct)).Passkeys.Single();
        Assert.Equal(RemovePasskeyStatus.NotConfirmed, await RemoveAsync(shop, id, signedIn.Proof, row.Id));
        var asked = device.Show(await AskAsync(shop, id));
        var confirmed = await shop.Get<AskAgainWithPasskey>().ExecuteAsync(new(id, asked), Ct);
        Assert.Equal(AskAgainWithPasskeyStatus.Confirmed, confirmed.Status);
        Assert.Equal(
            AskAgainWithPasskeyStatus.Expired,
            (await shop.Get<AskAgainWithPasskey>().ExecuteAsync(new(id, asked), Ct)).Status);
        Assert.Equal(RemovePasskeyStatus.NotThere, await RemoveAsync(shop, id, confirmed.Proof, "00"));
        Assert.Equal(RemovePasskeyStatus.NoAccount, await RemoveAsync(shop, -1, confirmed.Proof, row.Id));
        await shop.GiveRoleAsync(id);
        Assert.True(await shop.Get<StaffGate>().IsAdminAsync(id, Ct));
        Assert.Equal(RemovePasskeyStatus.LastOfStaff, await RemoveAsync(shop, id, confirmed.Proof, row.Id));
        await shop.TakeRoleAwayAsync(id);
        Assert.Equal(RemovePasskeyStatus.Removed, await RemoveAsync(shop, id, confirmed.Proof, row.Id));
        Assert.Empty((await shop.Get<ShowFactors>().ExecuteAsync(id, Ct)).Passkeys);
    }

    [Theory, EachStore]
    public async Task A_shoppers_passkey_is_a_second_way_in_and_staffs_also_a_second_step(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        using var device = new SoftDevice();
        var signedIn = await SignUpAsync(shop);
        var id = signedIn.Account!.Id;
        var made = device.Make(await BeginAsync(shop, id, signedIn.Proof));
        await AddAsync(shop, id, signedIn.Proof, made);
        Assert.Equal(SignInStatus.SignedIn, (await new Visitor(shop).SignInAsync(Email, Visitor.Password)).Status);

        await shop.GiveRoleAsync(id);
        var step = await shop.PasswordAsync(Email);
        Assert.True(step is { HasAuthenticator: false, HasPasskey: true });
        Assert.Equal(CompleteSecondStepStatus.Wrong, (await shop.StepAsync(step, "000000")).Status);
        device.Count = 1;
        var shown = await shop.Get<SignInWithPasskey>().ExecuteAsync(device.Show(await AskAsync(shop)), Ct);
        Assert.True(shown.Account!.IsAdmin);
    }

    [Fact]
    public async Task Without_Redis_no_passkey_is_asked_for()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options =>
            {
                options.Settings["Redis:Connection"] = "127.0.0.1:1";
                options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
            });
        var begin = new BeginPasskeySignInRequest(null, new Visitor(shop).Network, SoftDevice.Site);
        var begun = await shop.Get<BeginPasskeySignIn>().ExecuteAsync(begin, Ct);
        Assert.Equal(BeginPasskeySignInStatus.TryAgainShortly, begun.Status);
        var answer = new PasskeyAnswer(EShop.Core.Primitives.RandomToken.New(), "{}", SoftDevice.Site);
        Assert.Equal(
            SignInWithPasskeyStatus.TryAgainShortly,
            (await shop.Get<SignInWithPasskey>().ExecuteAsync(answer, Ct)).Status);
    }

    private static async Task<SignInResult> SignUpAsync(TestShop shop)
    {
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);
        return await visitor.SignInAsync(Email, Visitor.Password);
    }

    private static async Task<PasskeyChallenge> BeginAsync(TestShop shop, long id, string proof)
    {
        var begun = await shop.Get<BeginPasskey>().ExecuteAsync(new(id, proof, SoftDevice.Site), Ct);
        Assert.Equal(BeginPasskeyStatus.Begun, begun.Status);
        return begun.Challenge!;
    }

    private static async Task<PasskeyChallenge> AskAsync(TestShop shop, long? id = null)
    {
        var request = new BeginPasskeySignInRequest(id, new Visitor(shop).Network, SoftDevice.Site);
        var begun = await shop.Get<BeginPasskeySignIn>().ExecuteAsync(request, Ct);
        Assert.Equal(BeginPasskeySignInStatus.Begun, begun.Status);
        return begun.Challenge!;
    }

    private static Task<AddPasskeyResult> AddAsync(
        TestShop shop, long id, string? proof, PasskeyAnswer answer, string name = "Phone") =>
        shop.Get<AddPasskey>().ExecuteAsync(new AddPasskeyRequest(id, proof, name, answer), Ct);

    private static async Task<RemovePasskeyStatus> RemoveAsync(TestShop shop, long id, string proof, string passkey) =>
        (await shop.Get<RemovePasskey>().ExecuteAsync(new RemovePasskeyRequest(id, proof, passkey), Ct)).Status;
}
