using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

public sealed class PasswordResetTests
{
    private const string Email = "li@example.com", Other = "han@example.com", NewPassword = "a quite new one 7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_12_a_code_that_was_used_is_too_old_or_anothers_gets_one_answer(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var owner = new Visitor(shop);
        await owner.SignUpAsync(Email);
        await owner.SignUpAsync(Other);

        var used = await AskAsync(shop, owner, Email);
        Assert.Equal(ResetPasswordStatus.Reset, await ResetAsync(shop, owner, (Email, used)));
        Assert.Equal(ResetPasswordStatus.CodeNotLive, await ResetAsync(shop, owner, (Email, used)));

        var others = await AskAsync(shop, owner, Other);
        Assert.Equal(ResetPasswordStatus.CodeNotLive, await ResetAsync(shop, owner, (Email, others)));

        var old = await AskAsync(shop, owner, Email);
        shop.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(ResetPasswordStatus.CodeNotLive, await ResetAsync(shop, owner, (Email, old)));

        Assert.Equal(SignInStatus.SignedIn, (await owner.SignInAsync(Email, NewPassword)).Status);
    }

    [Fact]
    public async Task Abuse_13_the_mail_carries_a_code_and_no_link_that_a_forged_host_could_aim_elsewhere()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var owner = new Visitor(shop);
        await owner.SignUpAsync(Email);

        var code = await AskAsync(shop, owner, Email);

        var mail = await owner.NewestMailAsync(Email);
        Assert.Contains(code, mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("http", mail.TextBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href", mail.HtmlBody, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> AskAsync(TestShop shop, Visitor visitor, string email)
    {
        shop.Clock.Advance(TimeSpan.FromMinutes(2)); // the pause between two codes
        Assert.Equal(AskForCodeStatus.Sent, (await visitor.BeginResetAsync(email)).Status);
        return await visitor.CodeAsync(email);
    }

    private static async Task<ResetPasswordStatus> ResetAsync(
        TestShop shop, Visitor visitor, (string Email, string Code) given)
    {
        var request = new ResetPasswordRequest(
            EmailAddress.Parse(given.Email), visitor.Id, given.Code, NewPassword);
        return (await shop.Get<ResetPassword>().ExecuteAsync(request, Ct)).Status;
    }
}
