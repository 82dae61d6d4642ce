using EShop.Core.Accounts;
using EShop.Core.Accounts.SecondFactor;
using EShop.Core.Audit;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts.SecondFactor;

public sealed class ForgetFactorsTests
{
    private const string Email = "li@example.com";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Who_lost_everything_signs_in_by_password_again_and_is_told(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var enrolled = await shop.EnrolAsync(Email);
        var session = await shop.BeginSessionAsync(enrolled.Account);
        await shop.PasswordAsync(Email);

        Assert.Equal(ForgetFactorsStatus.Forgotten, await ForgetAsync(shop, " Li@Example.com "));

        var visitor = new Visitor(shop);
        Assert.Equal(SignInStatus.SignedIn, (await visitor.SignInAsync(Email, Visitor.Password)).Status);
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(session));
        Assert.Contains("turned off", (await visitor.NewestMailAsync(Email)).Subject, StringComparison.Ordinal);
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<RecoveryCode>().CountAsync(Ct)));
        Assert.Equal(1, await ToldAsync(shop));
    }

    [Fact]
    public async Task Without_factors_an_account_or_an_address_nothing_changes()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await new Visitor(shop).SignUpAsync(Email);

        Assert.Equal(ForgetFactorsStatus.InvalidEmail, await ForgetAsync(shop, "nobody"));
        Assert.Equal(ForgetFactorsStatus.NoAccount, await ForgetAsync(shop, "nobody@example.com"));
        Assert.Equal(ForgetFactorsStatus.NoFactors, await ForgetAsync(shop, Email));
        Assert.Equal(0, await ToldAsync(shop));
    }

    private static Task<ForgetFactorsStatus> ForgetAsync(TestShop shop, string email) =>
        shop.Get<ForgetFactors>().ExecuteAsync(new ForgetFactorsRequest(email), Ct);

    private static Task<int> ToldAsync(TestShop shop) => shop.ReadAsync(
        db => db.Set<StaffAction>().CountAsync(a => a.Action == "factors.forget", Ct));
}
