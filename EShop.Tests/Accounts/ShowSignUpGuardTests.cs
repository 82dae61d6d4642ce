using System.Net;
using EShop.Core.Accounts.Captchas;
using EShop.Core.Accounts.Guard;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

public sealed class ShowSignUpGuardTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachRedis]
    public async Task It_tells_what_was_shown_solved_sent_and_refused_by_hour_and_network(RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Redis = redis;
            options.Settings["SignUpGuard:CodesPerShopHour"] = "3";
            options.Settings["SignUpGuard:CaptchasPerNetworkMinute"] = "4";
        });
        var admin = await shop.AdminAsync();
        var (home, office) = (new Visitor(shop, "203.0.113.9"), new Visitor(shop, "2001:db8:7:1::5"));
        await home.BeginSignUpAsync("a@x.com");
        await home.BeginSignUpAsync("a@x.com");
        var wrong = await home.AskAsync("b@x.com");
        await shop.Get<EShop.Core.Accounts.BeginSignUp>().ExecuteAsync(
            wrong with { Captcha = wrong.Captcha with { Text = "00000" } }, Ct);
        shop.Clock.Advance(TimeSpan.FromMinutes(59));
        foreach (var name in new[] { "c", "d", "e" })
            await office.BeginSignUpAsync($"{name}@x.com");
        for (var i = 0; i < 2; i++)
            await shop.Get<Captchas>().IssueAsync(office.Id, office.Network, Ct);

        var shown = await ShowAsync(shop, admin, hours: 24);

        Assert.Equal(ShowSignUpGuardStatus.Shown, shown.Status);
        Assert.Equal(new MailBudget(3, 3), shown.Budget);
        Assert.Equal((7, 1, 5, 1), Captcha(shown.All));
        Assert.Equal((3, 1, 0, 1), Codes(shown.All));
        Assert.Equal(2, shown.All.CodesRefused);
        Assert.Equal(["2001:db8:7:*", "203.0.113.*"], shown.Networks.Select(row => row.Network));
        Assert.Equal((4, 1, 3, 0), Captcha(shown.Networks[0].Tally));
        Assert.Equal((1, 1, 0, 0), Codes(shown.Networks[1].Tally));
        Assert.Equal(24, shown.Hours.Count);
        Assert.Equal(shop.Now.AddMinutes(-shop.Now.Minute), shown.Hours[0].At);
        Assert.Equal(shown.All.All, shown.Hours.Sum(hour => hour.Tally.All));
    }

    [Theory, EachRedis]
    public async Task An_hour_falls_out_after_two_days(RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Redis = redis);
        var admin = await shop.AdminAsync();
        await new Visitor(shop).BeginSignUpAsync("a@x.com");
        var key = shop.Get<RedisConnection>().Key($"{{guard}}:{shop.Now.ToUnixTimeSeconds() / 3600}:events");
        var database = await shop.Get<RedisConnection>().GetDatabaseAsync(Ct);
        var life = await database.KeyTimeToLiveAsync(key);
        Assert.InRange(life!.Value, TimeSpan.FromHours(48), TimeSpan.FromHours(49));

        shop.Clock.Advance(TimeSpan.FromHours(30));
        var (day, two) = (await ShowAsync(shop, admin, 24), await ShowAsync(shop, admin, 1_000_000));

        Assert.Equal((0, 24, 0), (day.All.All, day.Hours.Count, day.Networks.Count));
        Assert.Equal((3, GuardCounts.HoursMax, 1), (two.All.All, two.Hours.Count, two.Networks.Count));
    }

    [Theory, EachRedis]
    public async Task A_flood_from_everywhere_costs_no_memory_and_hides_no_one(RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Redis = redis);
        var admin = await shop.AdminAsync();
        var counts = shop.Get<GuardCounts>();
        var busy = NetworkAddress.Of(IPAddress.Parse("198.51.100.1"));
        for (var i = 0; i < 40; i++)
            await counts.CountAsync(GuardEvent.CaptchaFailed, busy, shop.Now, Ct);
        for (var n = 0; n < 1_000; n++)
        {
            var from = NetworkAddress.Of(new IPAddress([10, (byte)(n / 250), (byte)(n % 250), 1]));
            await counts.CountAsync(GuardEvent.CaptchaShown, from, shop.Now, Ct);
        }

        var shown = await ShowAsync(shop, admin, 1);

        Assert.Equal((1_000, 40), (shown.All[GuardEvent.CaptchaShown], shown.All[GuardEvent.CaptchaFailed]));
        Assert.Equal(("198.51.100.*", 40), (shown.Networks[0].Network, shown.Networks[0].Tally.All));
        Assert.Equal(ShowSignUpGuard.NetworksMax, shown.Networks.Count);
        var database = await shop.Get<RedisConnection>().GetDatabaseAsync(Ct);
        var hour = $"{{guard}}:{shop.Now.ToUnixTimeSeconds() / 3600}";
        Assert.Equal(
            GuardCounts.NetworksMax,
            await database.SortedSetLengthAsync(shop.Get<RedisConnection>().Key($"{hour}:networks")));
        Assert.Equal(
            GuardCounts.NetworksMax, await database.HashLengthAsync(shop.Get<RedisConnection>().Key($"{hour}:events")));
    }

    [Theory, EachStore]
    public async Task Who_is_no_admin_is_told_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = await new Visitor(shop).SignUpAsync("plain@x.com");

        foreach (var actor in new[] { 0, account.Id })
        {
            var shown = await ShowAsync(shop, actor, 24);
            Assert.Equal(ShowSignUpGuardStatus.NotAllowed, shown.Status);
            Assert.Equal((0, 0, 0), (shown.All.All, shown.Hours.Count, shown.Networks.Count));
        }
    }

    [Fact]
    public async Task Without_Redis_it_says_so()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Settings["Redis:Connection"] = "127.0.0.1:1";
            options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
        });
        var admin = await shop.AdminAsync();
        Assert.Equal(ShowSignUpGuardStatus.CountersAway, (await ShowAsync(shop, admin, 24)).Status);
    }

    private static Task<ShowSignUpGuardResult> ShowAsync(TestShop shop, long actor, int hours) =>
        shop.Get<ShowSignUpGuard>().ExecuteAsync(new ShowSignUpGuardRequest(actor, hours), Ct);

    private static (long Shown, long Refused, long Solved, long Failed) Captcha(GuardTally tally) => (
        tally[GuardEvent.CaptchaShown], tally[GuardEvent.CaptchaRefused], tally[GuardEvent.CaptchaSolved],
        tally[GuardEvent.CaptchaFailed]);

    private static (long Sent, long Address, long Network, long Shop) Codes(GuardTally tally) => (
        tally[GuardEvent.CodeSent], tally[GuardEvent.CodeRefusedForAddress],
        tally[GuardEvent.CodeRefusedFromNetwork], tally[GuardEvent.CodeRefusedForShop]);
}
