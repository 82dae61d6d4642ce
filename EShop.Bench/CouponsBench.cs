using System.CommandLine;
using System.Text.Json;
using EShop.Core.Coupons;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>One hot coupon: a lock and a commit for each claim, the shop's turns, and the ceiling of the
/// machine.</summary>
internal static class CouponsBench
{
    private const int ClaimsPerRun = 20_000, PlainClaimsMax = 2_000, ScarceTotal = 500;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly int[] Parallels = [1, 64, 512, 2_048];

    public static Command Command()
    {
        var parallel = new Option<int?>("--parallel") { Description = "only this many shoppers at once" };
        var store = new Option<string>("--store") { Description = "sqlite, or a PostgreSQL connection string" };
        var redis = new Option<string>("--redis") { Description = "embedded, or the address of a Redis" };
        store.DefaultValueFactory = _ => "sqlite";
        redis.DefaultValueFactory = _ => "embedded";
        var command = new Command("coupons", "claims per second of one hot coupon") { parallel, store, redis };
        command.SetAction(async (parsed, _) =>
        {
            var (db, cache) = (parsed.GetValue(store)!, parsed.GetValue(redis)!);
            var parts = new BenchParts(db == "sqlite" ? null : db, cache == "embedded" ? null : cache);
            Screen.Line("parallel     plain/s      shop/s   ceiling/s  shop/plain  p50 ms  p99 ms   given  over");
            foreach (var count in parsed.GetValue(parallel) is { } one ? [one] : Parallels)
                await RunAsync(parts, count);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(BenchParts parts, int parallel)
    {
        await using var shop = await BenchShop.StartAsync(parts);
        var accounts = await shop.AccountsAsync(ClaimsPerRun);
        var ceiling = await Ceiling.ClaimsPerSecondAsync(shop, accounts);
        var plain = await PlainAsync(shop, parallel, accounts);
        var couponId = await shop.CouponAsync(ClaimsPerRun);
        var claim = shop.Get<ClaimCoupon>();
        // The first claims warm the code up on a coupon of their own.
        await WarmUpAsync(shop, claim, accounts);
        var result = await ClosedLoop.RunAsync((parallel, ClaimsPerRun, Limit), i =>
            claim.ExecuteAsync(new ClaimCouponRequest(accounts[i], couponId, Guid.NewGuid()), default));
        var over = await OverAsync(shop, claim, (parallel, accounts));
        Report(parts, parallel, (plain, result, ceiling), (await GivenAsync(shop, couponId), over));
    }

    private static Task<int> GivenAsync(BenchShop shop, long couponId) => shop.Store.ReadAsync(
        db => db.Set<CouponClaim>().CountAsync(c => c.CouponId == couponId), default);

    /// <summary>How many too many (or, below zero, too few) were given when four times as many want one.</summary>
    private static async Task<int> OverAsync(BenchShop shop, ClaimCoupon claim, (int Parallel, long[] Accounts) rush)
    {
        var couponId = await shop.CouponAsync(ScarceTotal);
        await ClosedLoop.RunAsync((rush.Parallel, 4 * ScarceTotal, Limit), i =>
            claim.ExecuteAsync(new ClaimCouponRequest(rush.Accounts[i], couponId, Guid.NewGuid()), default));
        return await GivenAsync(shop, couponId) - ScarceTotal;
    }

    private static Task<LoopResult> WarmUpAsync(BenchShop shop, ClaimCoupon claim, long[] accounts) =>
        ClosedLoop.RunAsync((8, 200, Limit), async i =>
            await claim.ExecuteAsync(
                new ClaimCouponRequest(accounts[i], await shop.CouponAsync(1), Guid.NewGuid()), default));

    private static async Task<double> PlainAsync(BenchShop shop, int parallel, long[] accounts)
    {
        var plain = new PlainClaim(shop, await shop.CouponAsync(accounts.Length));
        var requests = Math.Min(PlainClaimsMax, Math.Max(200, parallel * 2));
        return (await ClosedLoop.RunAsync((parallel, requests, Limit), i => plain.ExecuteAsync(accounts[i]))).PerSecond;
    }

    private static void Report(
        BenchParts parts, int parallel, (double Plain, LoopResult Shop, double Ceiling) speed,
        (int Given, int Over) count)
    {
        var (plain, shop, ceiling) = speed;
        Screen.Line($"{parallel,8}{plain,12:F0}{shop.PerSecond,12:F0}{ceiling,12:F0}{shop.PerSecond / plain,12:F1}"
            + $"{shop.P50Ms,8:F1}{shop.P99Ms,8:F1}{count.Given,8}{count.Over,6}");
        Screen.Line(JsonSerializer.Serialize(new
        {
            bench = "coupons",
            store = parts.Postgres is null ? "sqlite" : "postgres",
            parallel,
            plain_per_s = Math.Round(plain),
            shop_per_s = Math.Round(shop.PerSecond),
            ceiling_per_s = Math.Round(ceiling),
            p50_ms = Math.Round(shop.P50Ms, 2),
            p99_ms = Math.Round(shop.P99Ms, 2),
            given = count.Given,
            over = count.Over,
        }));
    }
}
