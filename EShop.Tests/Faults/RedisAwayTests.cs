using System.Text.Json;
using EShop.Core.Coupons;
using EShop.Core.Health;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace EShop.Tests.Faults;

/// <summary>Redis is away before the shop begins, or is there and refuses.</summary>
public sealed class RedisAwayTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task F10_Without_Redis_the_shop_starts_and_sells_and_says_so_and_heals_by_itself(Store store)
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.KillAsync();
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Store = store;
            options.Settings["Redis:Connection"] = redis.Connection;
            options.Settings["Redis:CommandTimeout"] = "00:00:00.5";
            options.Settings["Payments:SandboxSecret"] = "a secret of this shop in these tests";
        });
        Assert.Equal(("degraded", "ok", "away"), await HealthAsync(shop));
        var coupon = await CouponCentre.OpenCouponAsync(shop, left: 2);
        var goods = await shop.GoodsAsync();
        var password = await HttpShopper.MakeCustomersAsync(shop, 2);

        using (var shopper = await HttpShopper.SignInAsync(shop, (1, password)))
            await ClaimAndBuyAsync(shop, shopper, (coupon, goods));
        Assert.Contains("without its lock", shop.Output, StringComparison.Ordinal);

        await redis.StartAgainAsync();
        await Until.TrueAsync(async () => await HealthAsync(shop) == ("ready", "ok", "ok"));
        using (var shopper = await HttpShopper.SignInAsync(shop, (2, password)))
            await ClaimAndBuyAsync(shop, shopper, (coupon, goods));
        Assert.Equal(2, await CouponCentre.HoldersAsync(shop, coupon));
        await shop.AuditAsync();
    }

    public enum Refusal
    {
        Full = 1,
        ReplicaMeanwhile,
        ReplicaFromTheStart,
        OtherPassword,
    }

    public static TheoryData<Store, Refusal> StoresAndRefusals() =>
        new(from store in Enum.GetValues<Store>() from refusal in Enum.GetValues<Refusal>() select (store, refusal));

    [Theory, MemberData(nameof(StoresAndRefusals))]
    public async Task F16_A_Redis_that_refuses_is_told_apart_and_claims_go_on(Store store, Refusal refusal)
    {
        var log = new LogLines();
        await using var redis = await RedisProcess.StartAsync();
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Settings["Redis:Connection"] =
                redis.Connection + (refusal == Refusal.OtherPassword ? ",password=wrong" : "");
            options.Services = services => services.AddLogging(logging => logging.AddProvider(log));
        });
        var (couponId, accounts) = (await shop.CouponAsync(total: 3), await shop.AccountsAsync(6));
        if (refusal is Refusal.Full or Refusal.ReplicaMeanwhile)
            Assert.Equal(CheckHealthStatus.Ready, (await HealthAsync(shop)).Status);
        await RefuseAsync(redis, refusal);

        var answers = await Race.RunAsync(accounts.Length, i => shop.Get<ClaimCoupon>().ExecuteAsync(
            new ClaimCouponRequest(accounts[i], couponId, Guid.NewGuid()), Ct));

        Assert.Equal(3, answers.Count(a => a.Status == ClaimCouponStatus.Claimed));
        Assert.Equal(3, answers.Count(a => a.Status == ClaimCouponStatus.AllGone));
        var told = log.Lines.Where(line => line.Contains("without its lock", StringComparison.Ordinal)).ToList();
        Assert.True(told.Exists(line => line.StartsWith("Error: Redis is there and refuses", StringComparison.Ordinal)),
            string.Join('\n', told));
        var health = await HealthAsync(shop);
        Assert.Equal((CheckHealthStatus.Degraded, true, false), (health.Status, health.Database, health.Redis));
        await shop.AuditAsync();
    }

    private static async Task RefuseAsync(RedisProcess redis, Refusal refusal)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync(redis.Connection + ",allowAdmin=true");
        var server = admin.GetServers().Single();
        switch (refusal)
        {
            case Refusal.Full: await server.ConfigSetAsync("maxmemory", "1"); break;
            case Refusal.ReplicaMeanwhile or Refusal.ReplicaFromTheStart:
                await server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
                break;
            case Refusal.OtherPassword: await server.ConfigSetAsync("requirepass", "another"); break;
            default: throw new NotSupportedException($"{refusal}");
        }
    }

    private static Task<CheckHealthResult> HealthAsync(TestShop shop) => shop.Get<CheckHealth>().ExecuteAsync(Ct);

    private static async Task<(string Status, string Database, string Redis)> HealthAsync(WebShop shop)
    {
        using var http = new HttpClient { BaseAddress = shop.Address };
        using var answer = JsonDocument.Parse(await http.GetStringAsync("/health/ready", Ct)); // throws at 503
        string Of(string part) => answer.RootElement.GetProperty(part).GetString()!;
        return (Of("status"), Of("database"), Of("redis"));
    }

    private static async Task ClaimAndBuyAsync(
        WebShop shop, HttpShopper shopper, (string Coupon, Goods Goods) wanted)
    {
        var page = await shopper.Visitor.GetAsync("/coupons");
        var answer = await CouponCentre.PressAsync(shopper, page, wanted.Coupon);
        Assert.Contains(CouponCentre.Yours, answer!.Source, StringComparison.Ordinal);
        await shopper.PutInCartAsync(wanted.Goods);
        var order = await shopper.CheckOutAsync();
        Assert.Equal("Lock", (await shop.TasksAsync(order)).Stock);
    }
}
