using System.Net;
using EShop.Core.Accounts;
using EShop.Tests.Accounts.SecondFactor;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Api;

/// <summary>Tokens: what gives one, what it opens, and what ends it.</summary>
public sealed class SignInApiTests
{
    [Theory, EachStore]
    public async Task A_password_gives_a_token_that_opens_the_account(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var accountId = (await site.Shop.AccountsAsync(1))[0];
        using var client = new ApiClient(site.Address);

        Assert.Equal("not-signed-in", (await client.GetAsync("coupons/mine")).Code);
        var answer = await client.SignInAsync(await site.EmailAsync(accountId), ShopSite.Password);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(("Bearer", "900"), (answer.Text("tokenType"), answer.Text("expiresIn")));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("coupons/mine")).Status);
        Assert.False(answer.Message.Headers.Contains("Set-Cookie"));
        Assert.Equal("no-store", answer.Message.Headers.CacheControl?.ToString());
    }

    [Theory, EachStore]
    public async Task Abuse_2_an_unknown_address_and_a_wrong_password_are_one_answer(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var email = await site.EmailAsync((await site.Shop.AccountsAsync(1))[0]);
        using var client = new ApiClient(site.Address);

        var wrong = await client.SignInAsync(email, "not the password");
        var unknown = await client.SignInAsync("nobody@shop.test", "not the password");

        Assert.Equal((HttpStatusCode.Unauthorized, "wrong-password"), (wrong.Status, wrong.Code));
        Assert.Equal(wrong.Body.ToString(), unknown.Body.ToString());
        var empty = await client.SignInAsync("", "");
        Assert.Equal("invalid", empty.Code);
        Assert.Equal(["email", "password"], empty.Body.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Abuse_5_five_wrong_passwords_lock_the_sixth_try_and_say_until_when()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var email = await site.EmailAsync((await site.Shop.AccountsAsync(1))[0]);
        using var client = new ApiClient(site.Address);

        for (var i = 0; i < 5; i++)
            Assert.Equal("wrong-password", (await client.SignInAsync(email, "not the password")).Code);
        var locked = await client.SignInAsync(email, ShopSite.Password);

        Assert.Equal(((HttpStatusCode)429, "sign-in-locked", "300"), (locked.Status, locked.Code, locked.RetryAfter));
    }

    [Theory, EachStore]
    public async Task An_account_with_a_second_step_gives_a_token_for_password_and_code_only(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var accountId = (await site.Shop.AccountsAsync(1))[0];
        var email = await site.EmailAsync(accountId);
        using var client = new ApiClient(site.Address);
        await client.SignInAsync(email, ShopSite.Password);
        var enrolled = await site.Shop.TurnOnAsync(email, ShopSite.Password);
        site.Shop.Clock.Advance(TimeSpan.FromSeconds(30));

        var bare = await client.SignInAsync(email, ShopSite.Password);
        Assert.Equal((HttpStatusCode.Unauthorized, "code-needed"), (bare.Status, bare.Code));
        Assert.Equal("wrong-code", (await client.SignInAsync(email, ShopSite.Password, "000000")).Code);
        var code = enrolled.App.CodeAt(site.Shop.Now);
        Assert.Equal(HttpStatusCode.OK, (await client.SignInAsync(email, ShopSite.Password, code)).Status);
        Assert.Equal("wrong-code", (await client.SignInAsync(email, ShopSite.Password, code)).Code);
    }

    [Theory, EachStore]
    public async Task Abuse_15_a_token_ends_with_the_password_within_a_minute(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var accountId = (await site.Shop.AccountsAsync(1))[0];
        using var client = await site.SignInAsync(accountId);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("coupons/mine")).Status);

        await site.Shop.WriteAsync(db => db.Set<Account>().Where(a => a.Id == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, "another")));
        site.Shop.Clock.Advance(TimeSpan.FromMinutes(1));

        var ended = await client.GetAsync("coupons/mine");
        Assert.Equal((HttpStatusCode.Unauthorized, "session-ended"), (ended.Status, ended.Code));
        Assert.Equal("session-ended", (await client.GetAsync("coupons")).Code);
    }

    [Fact]
    public async Task A_token_ends_after_its_time_and_a_forged_one_never_begins()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        using var client = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);
        var token = client.Token!;

        foreach (var forged in new[] { "x", token[..^2], token + "x", new string('a', 5_000) })
        {
            client.Token = forged;
            Assert.Equal("session-ended", (await client.GetAsync("coupons/mine")).Code);
        }
        client.Token = token;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("coupons/mine")).Status);
        site.Shop.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("session-ended", (await client.GetAsync("coupons/mine")).Code);
    }

    [Theory, EachStore]
    public async Task Tokens_are_renewed_as_long_as_the_session_lasts(Store store)
    {
        // Hours instead of days: a clock that is moved by a week rings for each second of it.
        await using var site = await ShopSite.StartAsync(store, o => o.Settings["Sessions:ShopperIdle"] = "02:00:00");
        using var client = new ApiClient(site.Address);
        var email = await site.EmailAsync((await site.Shop.AccountsAsync(1))[0]);
        var refresh = (await client.SignInAsync(email, ShopSite.Password)).Text("refreshToken");
        Task<ApiAnswer> RenewAsync(string? token) => client.PostAsync("sign-in/renewals", new { refreshToken = token });

        Assert.Equal("session-ended", (await RenewAsync(client.Token)).Code); // an access token renews nothing
        Assert.Equal("session-ended", (await RenewAsync("x")).Code);
        Assert.Equal("invalid", (await RenewAsync(null)).Code);
        site.Shop.Clock.Advance(TimeSpan.FromHours(1));
        var renewed = await RenewAsync(refresh);
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
        Assert.Equal("session-ended", (await client.GetAsync("coupons/mine")).Code);
        client.Token = renewed.Text("refreshToken"); // nor does a refresh token open anything
        Assert.Equal("session-ended", (await client.GetAsync("coupons/mine")).Code);
        client.Token = renewed.Text("accessToken");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("coupons/mine")).Status);
        site.Shop.Clock.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));
        Assert.Equal("session-ended", (await RenewAsync(renewed.Text("refreshToken"))).Code);
    }

    [Theory, EachStore]
    public async Task Signing_out_ends_every_token_of_the_session_and_no_other(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        using var client = new ApiClient(site.Address);
        var accountId = (await site.Shop.AccountsAsync(1))[0];
        var signedIn = await client.SignInAsync(await site.EmailAsync(accountId), ShopSite.Password);
        using var elsewhere = await site.SignInAsync(accountId);

        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync("sign-out")).Status);

        Assert.Equal("session-ended", (await client.GetAsync("coupons/mine")).Code);
        Assert.Equal("session-ended", (await client.PostAsync("sign-out")).Code);
        var body = new { refreshToken = signedIn.Text("refreshToken") };
        Assert.Equal("session-ended", (await client.PostAsync("sign-in/renewals", body)).Code);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("coupons/mine")).Status);
    }

    /// <summary>A browser sends cookies by itself; a token it sends never.</summary>
    [Fact]
    public async Task Abuse_63_a_cookie_opens_nothing_in_the_api_and_a_token_no_page()
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        Assert.Equal("/account", (await shopper.Visitor.GetAsync("/account")).Path);
        using var program = new ApiClient(shop.Address);
        program.Headers.Add("Cookie", string.Join("; ", shopper.Visitor.Cookies.Select(c => $"{c.Name}={c.Value}")));

        Assert.Equal("not-signed-in", (await program.GetAsync("coupons/mine")).Code);

        using var client = new ApiClient(shop.Address);
        await client.SignInAsync(shopper.Email, shopper.Password);
        using var page = new HttpRequestMessage(HttpMethod.Get, "/account");
        Assert.Equal(HttpStatusCode.Redirect, (await client.SendAsync(page)).Status);
    }
}
