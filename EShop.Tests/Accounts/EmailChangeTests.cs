using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts;

public sealed class EmailChangeTests
{
    private const string Old = "li@example.com";
    private const string New = "li.lei@example.org";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_address_moves_other_sessions_end_and_the_old_mailbox_is_told(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync(Old);
        var before = await shop.BeginSessionAsync(account);

        var changed = await ChangeAsync(shop, owner, account.Id, New);

        Assert.Equal(ConfirmEmailChangeStatus.Changed, changed.Status);
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(before));
        Assert.Equal(
            CheckSessionStatus.Valid, await shop.CheckSessionAsync(await shop.BeginSessionAsync(changed.Account!)));
        Assert.Equal(SignInStatus.SignedIn, (await owner.SignInAsync(New, Visitor.Password)).Status);
        Assert.Equal(SignInStatus.Wrong, (await owner.SignInAsync(Old, Visitor.Password)).Status);
        var told = await owner.NewestMailAsync(Old);
        Assert.Equal("The address of your EShop account was changed", told.Subject);
        Assert.Contains("l***@example.org", told.TextBody, StringComparison.Ordinal);
        Assert.Contains("2026-07-08", told.TextBody, StringComparison.Ordinal);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Each_refusal_says_why_and_moves_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync(Old);

        Assert.Equal(BeginEmailChangeStatus.InvalidEmail, (await BeginAsync("a@b")).Status);
        var wrong = await BeginAsync(New, "not the password");
        Assert.Equal(
            (BeginEmailChangeStatus.PasswordRefused, PasswordAskStatus.Wrong), (wrong.Status, wrong.Password));
        Assert.Equal(BeginEmailChangeStatus.SameEmail, (await BeginAsync(" LI@example.com")).Status);
        Assert.Equal(BeginEmailChangeStatus.Sent, (await BeginAsync(New)).Status);
        Assert.Equal(BeginEmailChangeStatus.TooManyForAddress, (await BeginAsync(New)).Status);
        var code = await owner.CodeAsync(New);

        Assert.Equal(
            ConfirmEmailChangeStatus.CodeWrong,
            await ConfirmAsync(shop, owner, account.Id, New, code == "111111" ? "222222" : "111111"));
        // Bound to purpose, address, browser and account.
        Assert.Equal(
            ConfirmEmailChangeStatus.CodeNotLive, await ConfirmAsync(shop, owner, account.Id, "x@y.org", code));
        Assert.Equal(
            ConfirmEmailChangeStatus.CodeNotLive, await ConfirmAsync(shop, new Visitor(shop), account.Id, New, code));
        var other = await new Visitor(shop).SignUpAsync("other@example.com");
        Assert.Equal(ConfirmEmailChangeStatus.CodeNotLive, await ConfirmAsync(shop, owner, other.Id, New, code));
        var asReset = new ResetPasswordRequest(EmailAddress.Parse(New), owner.Id, code, "green tram sings");
        Assert.Equal(
            ResetPasswordStatus.CodeNotLive, (await shop.Get<ResetPassword>().ExecuteAsync(asReset, Ct)).Status);
        Assert.Equal(Old, await EmailAsync(shop, account.Id));
        Assert.Equal(ConfirmEmailChangeStatus.Changed, await ConfirmAsync(shop, owner, account.Id, New, code));
        Assert.Equal(ConfirmEmailChangeStatus.CodeNotLive, await ConfirmAsync(shop, owner, account.Id, New, code));

        Task<BeginEmailChangeResult> BeginAsync(string email, string password = Visitor.Password) =>
            EmailChangeTests.BeginAsync(shop, owner, account.Id, email, password);
    }

    [Theory, EachStore]
    public async Task Abuse_1_an_address_with_an_account_gets_the_same_page_and_another_mail(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync(Old);
        await new Visitor(shop).SignUpAsync(New);
        shop.Clock.Advance(TimeSpan.FromMinutes(2));

        var begun = await BeginAsync(shop, owner, account.Id, New);

        Assert.Equal(BeginEmailChangeStatus.Sent, begun.Status);
        var mail = await owner.NewestMailAsync(New);
        Assert.Equal("This address is in use at EShop", mail.Subject);
        Assert.DoesNotMatch(@"\b\d{6}\b", mail.TextBody);
    }

    [Theory, EachStore]
    public async Task Of_twenty_accounts_that_want_one_address_one_gets_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Settings["SignUpGuard:CodePause"] = "00:00:01";
            options.Settings["SignUpGuard:CodesPerAddressHour"] = options.Settings["SignUpGuard:CodesPerAddressDay"] =
                options.Settings["SignUpGuard:CodesPerNetworkHour"] = "1000";
        });
        var moves = new List<ConfirmEmailChangeRequest>();
        foreach (var id in await shop.AccountsAsync(20))
        {
            moves.Add(await shop.MoveAsync(id, New));
            shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var answers = await Race.RunAsync(20, i => shop.ConfirmAsync(moves[i]));

        Assert.Equal(
            (1, 19), (answers.Count(a => a == ConfirmEmailChangeStatus.Changed),
                answers.Count(a => a == ConfirmEmailChangeStatus.AddressTaken)));
        Assert.Equal(1, await shop.ReadAsync(db => db.Set<Account>().CountAsync(a => a.NormalizedEmail == New, Ct)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task The_old_mailbox_takes_the_account_back_for_a_week(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync(Old);
        var thief = new Visitor(shop, "198.51.100.7");
        await ChangeAsync(shop, thief, account.Id, "thief@example.org");
        await ChangeAsync(shop, thief, account.Id, "thief2@example.org");
        var stolen = await shop.BeginSessionAsync((await thief.SignInAsync("thief2@example.org", Visitor.Password))
            .Account!);
        shop.Clock.Advance(TimeSpan.FromDays(6));

        Assert.Equal(ResetPasswordStatus.Reset, await ResetAsync(shop, owner, Old));

        Assert.Equal(Old, await EmailAsync(shop, account.Id));
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(stolen));
        Assert.Equal(SignInStatus.SignedIn, (await owner.SignInAsync(Old, "green tram sings")).Status);
        // What the thief had in between has no claim on it.
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await thief.BeginResetAsync("thief@example.org");
        Assert.Equal(
            "No account at EShop with this address", (await thief.NewestMailAsync("thief@example.org")).Subject);
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_left_address_is_held_for_a_week_and_free_afterwards(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        var account = await owner.SignUpAsync(Old);
        await ChangeAsync(shop, owner, account.Id, New);
        var other = new Visitor(shop, "198.51.100.7");
        shop.Clock.Advance(TimeSpan.FromMinutes(2));

        await other.BeginSignUpAsync(Old);
        Assert.Equal("You already have an account at EShop", (await other.NewestMailAsync(Old)).Subject);

        shop.Clock.Advance(TimeSpan.FromDays(7));
        await other.SignUpAsync(Old);
        Assert.Equal(New, await EmailAsync(shop, account.Id));
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_sign_up_begun_before_the_change_does_not_get_the_address(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var early = new Visitor(shop, "198.51.100.7");
        await early.BeginSignUpAsync(Old);
        var code = await early.CodeAsync(Old);
        // Meanwhile an account came to that address another way, and left it.
        var (accountId, _) = await shop.ShopperAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(1)); // between two codes to one address
        foreach (var address in new[] { Old, New })
            Assert.Equal(
                ConfirmEmailChangeStatus.Changed, await shop.ConfirmAsync(await shop.MoveAsync(accountId, address)));

        var late = await shop.Get<CompleteSignUp>().ExecuteAsync(early.Completion(Old, code), Ct);

        Assert.Equal(CompleteSignUpStatus.AddressTaken, late.Status);
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<Account>().CountAsync(a => a.NormalizedEmail == Old, Ct)));
    }

    private static Task<BeginEmailChangeResult> BeginAsync(
        TestShop shop, Visitor visitor, long accountId, string email, string password = Visitor.Password) =>
        shop.Get<BeginEmailChange>().ExecuteAsync(new(accountId, email, password, visitor.Id, visitor.Network), Ct);

    private static async Task<ConfirmEmailChangeStatus> ConfirmAsync(
        TestShop shop, Visitor visitor, long accountId, string email, string code) =>
        (await shop.Get<ConfirmEmailChange>().ExecuteAsync(
            new(accountId, EmailAddress.Parse(email), visitor.Id, code), Ct)).Status;

    private static async Task<ConfirmEmailChangeResult> ChangeAsync(
        TestShop shop, Visitor visitor, long accountId, string email)
    {
        Assert.Equal(BeginEmailChangeStatus.Sent, (await BeginAsync(shop, visitor, accountId, email)).Status);
        var request = new ConfirmEmailChangeRequest(
            accountId, EmailAddress.Parse(email), visitor.Id, await visitor.CodeAsync(email));
        return await shop.Get<ConfirmEmailChange>().ExecuteAsync(request, Ct);
    }

    private static async Task<ResetPasswordStatus> ResetAsync(TestShop shop, Visitor visitor, string email)
    {
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await visitor.BeginResetAsync(email);
        var request = new ResetPasswordRequest(
            EmailAddress.Parse(email), visitor.Id, await visitor.CodeAsync(email), "green tram sings");
        return (await shop.Get<ResetPassword>().ExecuteAsync(request, Ct)).Status;
    }

    private static Task<string> EmailAsync(TestShop shop, long accountId) => shop.ReadAsync(
        db => db.Set<Account>().Where(a => a.Id == accountId).Select(a => a.NormalizedEmail!).SingleAsync(Ct));
}
