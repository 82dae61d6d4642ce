using EShop.Core.Accounts;
using EShop.Core.Accounts.Passwords;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts;

public sealed class SignInTests
{
    private const string Email = "li@example.com";
    private const string Wrong = "not the password";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_2_unknown_and_wrong_are_one_answer(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);

        Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(Email, Wrong)).Status);
        Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync("nobody@example.com", Wrong)).Status);
        Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync("no address", Wrong)).Status);
        Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(Email, new string('x', 4096))).Status);
    }

    [Theory]
    [InlineData(Email)]
    [InlineData("nobody@example.com")]
    public async Task Abuse_5_five_wrong_tries_lock_an_address_for_five_minutes(string email)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);
        for (var i = 0; i < 5; i++)
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(email, Wrong)).Status);

        var locked = await visitor.SignInAsync(email, Visitor.Password);
        Assert.Equal((SignInStatus.Locked, TimeSpan.FromMinutes(5)), (locked.Status, locked.RetryAfter));

        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        var later = await visitor.SignInAsync(email, Visitor.Password);
        Assert.Equal(email == Email ? SignInStatus.SignedIn : SignInStatus.Wrong, later.Status);
    }

    [Fact]
    public async Task Abuse_3_a_locked_address_is_answered_alike_with_and_without_an_account()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);
        foreach (var email in new[] { Email, "nobody@example.com" })
            for (var i = 0; i < 5; i++) await visitor.SignInAsync(email, Wrong);

        var known = await visitor.SignInAsync(Email, Visitor.Password);

        Assert.Equal(SignInStatus.Locked, known.Status);
        Assert.Equal(known, await visitor.SignInAsync("nobody@example.com", Visitor.Password));
    }

    [Fact]
    public async Task Abuse_5_a_hundred_tries_at_once_are_still_five()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Settings["SignUpGuard:SignInsPerNetworkMinute"] = "1000");
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);

        var answers = await Race.RunAsync(100, _ => visitor.SignInAsync(Email, Wrong));

        Assert.Equal(5, answers.Count(answer => answer.Status == SignInStatus.Wrong));
        Assert.Equal(95, answers.Count(answer => answer.Status == SignInStatus.Locked));
    }

    [Fact]
    public async Task Abuse_5_the_lock_is_no_weapon()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var owner = new Visitor(shop);
        await owner.SignUpAsync(Email);
        var stranger = new Visitor(shop, "198.51.100.7");
        for (var i = 0; i < 6; i++)
            await stranger.SignInAsync(Email, Wrong);

        Assert.Equal(SignInStatus.Locked, (await owner.SignInAsync(Email, Visitor.Password)).Status);
        Assert.Equal(SignInStatus.SignedIn, (await owner.SignInAsync(Email, Visitor.Password, "device")).Status);

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        await owner.BeginResetAsync(Email);
        var request = new ResetPasswordRequest(
            EmailAddress.Parse(Email), owner.Id, await owner.CodeAsync(Email), "green tram sings");
        Assert.Equal(ResetPasswordStatus.Reset, (await shop.Get<ResetPassword>().ExecuteAsync(request, Ct)).Status);
        Assert.Equal(SignInStatus.SignedIn, (await owner.SignInAsync(Email, "green tram sings")).Status);
        var again = await shop.Get<ResetPassword>().ExecuteAsync(request, Ct);
        Assert.Equal(ResetPasswordStatus.CodeNotLive, again.Status);
    }

    [Fact]
    public async Task Abuse_4_one_network_is_counted_apart_from_the_address()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Settings["SignUpGuard:SignInsPerNetworkMinute"] = "3");
        var visitor = new Visitor(shop);
        for (var i = 0; i < 3; i++)
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync($"n{i}@example.com", Wrong)).Status);
        Assert.Equal(SignInStatus.TooManyFromNetwork, (await visitor.SignInAsync("n4@example.com", Wrong)).Status);
        var elsewhere = new Visitor(shop, "198.51.100.7");
        Assert.Equal(SignInStatus.Wrong, (await elsewhere.SignInAsync("n4@example.com", Wrong)).Status);
    }

    [Theory, EachStore]
    public async Task S2_an_old_hash_signs_in_once_and_is_renewed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);
        var old = new PasswordHasher<object>().HashPassword(this, Visitor.Password);
        await shop.Get<ShopStore>().WriteAsync(
            db => db.Set<Account>().ExecuteUpdateAsync(set => set.SetProperty(a => a.PasswordHash, old), Ct), Ct);

        Assert.Equal(SignInStatus.SignedIn, (await visitor.SignInAsync(Email, Visitor.Password)).Status);

        var renewed = await shop.Get<ShopStore>().ReadAsync(
            db => db.Set<Account>().Select(a => a.PasswordHash!).SingleAsync(Ct), Ct);
        Assert.StartsWith("$argon2id$", renewed, StringComparison.Ordinal);
        Assert.Equal(SignInStatus.SignedIn, (await visitor.SignInAsync(Email, Visitor.Password)).Status);
    }

    [Fact]
    public async Task Without_Redis_the_accounts_own_row_counts_the_tries()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options =>
            {
                options.Settings["Redis:Connection"] = "127.0.0.1:1";
                options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
            });
        var hash = shop.Get<PasswordHashing>().Hash(Visitor.Password);
        var asked = new NewAccount(EmailAddress.Parse(Email), "Li Lei", "en", hash, null);
        await shop.Get<ShopStore>().WriteAsync(db => AccountWrites.AddAsync(db, asked, shop.Now, Ct), Ct);
        var visitor = new Visitor(shop);
        for (var i = 0; i < 5; i++)
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(Email, Wrong)).Status);

        // Locked, but an address without an account could not be: it reads like a wrong password (abuse 3).
        Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(Email, Visitor.Password)).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(SignInStatus.SignedIn, (await visitor.SignInAsync(Email, Visitor.Password)).Status);
    }

    [Theory]
    [InlineData(RedisServer.Embedded, Email)]
    [InlineData(RedisServer.Real, Email)]
    [InlineData(RedisServer.Real, "nobody@example.com")]
    public async Task Abuse_5_pauses_grow_and_are_forgotten_after_a_quiet_day(RedisServer redis, string email)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Redis = redis);
        var visitor = new Visitor(shop);
        await visitor.SignUpAsync(Email);
        for (var i = 0; i < 5; i++)
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(email, Wrong)).Status);

        var pauses = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            var locked = await visitor.SignInAsync(email, Visitor.Password);
            Assert.Equal(SignInStatus.Locked, locked.Status);
            pauses.Add((int)locked.RetryAfter.TotalMinutes);
            shop.Clock.Advance(locked.RetryAfter);
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(email, Wrong)).Status);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], pauses);
        shop.Clock.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 4; i++)
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(email, Wrong)).Status);
        var last = await visitor.SignInAsync(email, Visitor.Password);
        Assert.Equal(email == Email ? SignInStatus.SignedIn : SignInStatus.Wrong, last.Status);
    }

    [Fact]
    public async Task Abuse_5_four_wrong_tries_an_hour_apart_never_lock()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        for (var i = 0; i < 12; i++)
        {
            if (i % 4 == 0)
                shop.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(SignInStatus.Wrong, (await visitor.SignInAsync(Email, Wrong)).Status);
        }
    }

    [Fact]
    public async Task Abuse_15_a_changed_password_ends_other_sessions()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var visitor = new Visitor(shop);
        var account = await visitor.SignUpAsync(Email);
        var before = await shop.BeginSessionAsync(account);
        var request = new ChangePasswordRequest(account.Id, Wrong, "green tram sings", visitor.Network);
        var change = shop.Get<ChangePassword>();
        Assert.Equal(ChangePasswordStatus.CurrentWrong, (await change.ExecuteAsync(request, Ct)).Status);
        var changed = await change.ExecuteAsync(request with { Current = Visitor.Password }, Ct);
        Assert.Equal(ChangePasswordStatus.Changed, changed.Status);

        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(before));
        var after = await shop.BeginSessionAsync(changed.Account!);
        Assert.Equal(CheckSessionStatus.Valid, await shop.CheckSessionAsync(after));
        // Begun while the password was being changed, with what was right before.
        var late = await shop.BeginSessionAsync(account);
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(late));
    }
}
