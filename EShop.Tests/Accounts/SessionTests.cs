using EShop.Core.Accounts;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Accounts;

public sealed class SessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_list_names_each_browser_and_the_one_that_asks_comes_first(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var mine = await shop.BeginSessionAsync(account);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await shop.BeginSessionAsync(account);
        await shop.BeginSessionAsync(await new Visitor(shop).SignUpAsync("other@example.com"));

        var sessions = await shop.SessionsAsync(account.Id, mine);

        Assert.Equal([true, false], sessions.Select(s => s.IsThis));
        Assert.All(sessions, s => Assert.Equal(
            (new DeviceName(DeviceBrowser.Safari, DeviceSystem.IPhone), "203.0.113.*"), (s.Device, s.Network)));
        Assert.Equal(shop.Now, sessions[1].CreatedAt);
    }

    [Theory, EachStore]
    public async Task Ending_one_ends_that_one_and_only_of_ones_own(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var (mine, lost) = (await shop.BeginSessionAsync(account), await shop.BeginSessionAsync(account));
        var id = (await shop.SessionsAsync(account.Id, mine)).Single(s => !s.IsThis).Id;
        var stranger = await new Visitor(shop).SignUpAsync("other@example.com");

        Assert.Equal(EndSessionStatus.NotFound, await EndAsync(stranger.Id));
        Assert.Equal(CheckSessionStatus.Valid, await shop.CheckSessionAsync(lost));
        Assert.Equal(EndSessionStatus.Ended, await EndAsync(account.Id));
        Assert.Equal(EndSessionStatus.NotFound, await EndAsync(account.Id));
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(lost));
        Assert.Equal(CheckSessionStatus.Valid, await shop.CheckSessionAsync(mine));

        Task<EndSessionStatus> EndAsync(long accountId) =>
            shop.Get<EndSession>().ExecuteAsync(new EndSessionRequest(accountId, id), Ct);
    }

    [Theory, EachStore]
    public async Task Signing_out_everywhere_else_holds_on_every_node(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options => options.Redis = RedisServer.Real);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var mine = await shop.BeginSessionAsync(account);
        var others = await Race.RunAsync(5, _ => shop.BeginSessionAsync(account));

        var ended = await shop.Get<EndOtherSessions>().ExecuteAsync(new(account.Id, mine), Ct);

        Assert.Equal(5, ended.Ended);
        var check = shop.SecondNode().Get<CheckSession>();
        foreach (var key in others)
            Assert.Equal(CheckSessionStatus.Ended, (await check.ExecuteAsync(new(key, true), Ct)).Status);
        Assert.Equal(CheckSessionStatus.Valid, (await check.ExecuteAsync(new(mine, true), Ct)).Status);
        Assert.Equal(0, (await shop.Get<EndOtherSessions>().ExecuteAsync(new(account.Id, mine), Ct)).Ended);
    }

    [Theory, EachStore]
    public async Task Abuse_15_signing_in_again_ends_the_session_that_the_browser_had(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var before = await shop.BeginSessionAsync(account);

        var after = await shop.BeginSessionAsync(account, replaces: before);

        Assert.NotEqual(before, after);
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(before));
        await shop.Get<SignOut>().ExecuteAsync(after, Ct);
        await shop.Get<SignOut>().ExecuteAsync(after, Ct);
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(after));
    }

    [Theory]
    [InlineData(false, "7.00:00:00", "30.00:00:00")]
    [InlineData(true, "00:30:00", "08:00:00")]
    public async Task A_session_ends_when_it_is_idle_and_when_it_is_old(bool isAdmin, string idleText, string mostText)
    {
        var (idle, most) = (TimeSpan.Parse(idleText, null), TimeSpan.Parse(mostText, null));
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var account = await AccountAsync(shop, isAdmin);
        var unused = await shop.BeginSessionAsync(account);
        var used = await shop.BeginSessionAsync(account);
        var watched = await shop.BeginSessionAsync(account);
        var born = shop.Now;

        while (shop.Now - born + idle / 2 <= most)
        {
            shop.Clock.Advance(idle / 2);
            Assert.Equal(CheckSessionStatus.Valid, await shop.CheckSessionAsync(used, isInUse: true));
            var expected = shop.Now - born <= idle ? CheckSessionStatus.Valid : CheckSessionStatus.Ended;
            Assert.Equal(expected, await shop.CheckSessionAsync(unused));
            Assert.Equal(expected, await shop.CheckSessionAsync(watched, isInUse: false));
        }

        Assert.Single(await shop.SessionsAsync(account.Id, used));
        shop.Clock.Advance(idle / 2);
        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(used, isInUse: true));
        Assert.Equal([], await shop.SessionsAsync(account.Id, used));
    }

    [Fact]
    public async Task Last_seen_is_written_once_in_five_minutes_however_often_it_is_used()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var (key, born) = (await shop.BeginSessionAsync(account), shop.Now);

        shop.Clock.Advance(TimeSpan.FromMinutes(4));
        await shop.CheckSessionAsync(key, isInUse: true);
        Assert.Equal(born, Assert.Single(await shop.SessionsAsync(account.Id, key)).LastSeenAt);

        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        await Race.RunAsync(20, _ => shop.CheckSessionAsync(key, isInUse: true));
        Assert.Equal(shop.Now, Assert.Single(await shop.SessionsAsync(account.Id, key)).LastSeenAt);
    }

    [Theory, EachStore]
    public async Task An_account_has_fifty_sessions_at_most_and_the_longest_unused_goes(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        var first = await shop.BeginSessionAsync(account);
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 1; i < BeginSession.PerAccountMax; i++)
            await shop.BeginSessionAsync(account);
        Assert.Equal(CheckSessionStatus.Valid, await shop.CheckSessionAsync(first));

        var last = await shop.BeginSessionAsync(account);

        Assert.Equal(CheckSessionStatus.Ended, await shop.CheckSessionAsync(first));
        Assert.Equal(BeginSession.PerAccountMax, (await shop.SessionsAsync(account.Id, last)).Count);
    }

    [Theory, EachStore]
    public async Task What_is_over_is_swept(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("li@example.com");
        await shop.BeginSessionAsync(account);
        await shop.BeginSessionAsync(account with { Stamp = "another" });
        shop.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        var fresh = await shop.BeginSessionAsync(account);

        Assert.Equal(2, await shop.Get<SweepSessions>().ExecuteAsync(Ct));

        var left = await shop.ReadAsync(db => db.Set<AccountSession>().Select(s => s.Key).ToListAsync(Ct));
        Assert.Equal([fresh], left);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 "
        + "Safari/537.36 Edg/143.0.0.0", DeviceBrowser.Edge, DeviceSystem.Windows)]
    [InlineData("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 "
        + "Mobile Safari/537.36", DeviceBrowser.Chrome, DeviceSystem.Android)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        + "Mobile/15E148 MicroMessenger/8.0.60", DeviceBrowser.WeChat, DeviceSystem.IPhone)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        DeviceBrowser.Firefox, DeviceSystem.Linux)]
    [InlineData("curl/8.14", DeviceBrowser.Other, DeviceSystem.Other)]
    [InlineData(null, DeviceBrowser.Other, DeviceSystem.Other)]
    public void A_browser_is_named_as_people_would(string? userAgent, DeviceBrowser browser, DeviceSystem system) =>
        Assert.Equal(new DeviceName(browser, system), DeviceName.Of(userAgent));

    private static async Task<SignedInAccount> AccountAsync(TestShop shop, bool isAdmin)
    {
        var visitor = new Visitor(shop);
        var account = await visitor.SignUpAsync("li@example.com");
        if (!isAdmin)
            return account;
        await shop.Get<CreateAdmin>().ExecuteAsync(new CreateAdminRequest("li@example.com", false), Ct);
        return await shop.ReadAsync(async db => await AccountReads.SignedInAsync(
            db, await db.Set<Account>().SingleAsync(a => a.Id == account.Id, Ct), Ct));
    }
}
