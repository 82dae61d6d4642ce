using EShop.Core.Coupons;
using EShop.Core.Locks;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <param name="Given">Claims in the database after the measured run.</param>
/// <param name="Over">How many too many were given when four times as many wanted one; must be 0.</param>
/// <param name="Missed">How many could have had one and got none while any was left; must be 0.</param>
/// <param name="WaitingBytes">By how much memory grows with each request that waits for its turn.</param>
internal sealed record CouponRushResult(
    int Parallel, double PlainPerSecond, LoopResult Shop, double CeilingPerSecond, int Given, int Over, int Missed,
    long WaitingBytes);

/// <summary>So many shoppers before one coupon: the plain flow, the shop's, the ceiling.</summary>
internal sealed class CouponRush(BenchShop shop, int parallel, long[] accounts)
{
    private const int ClaimsPerRun = 40_000, PlainClaimsMax = 2_000, ScarceTotal = 500, ScarceWanted = 2_000;
    private const int WarmUpClaims = 4_000, WaitingMax = 10_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private readonly ClaimCoupon _claim = shop.Get<ClaimCoupon>();

    public static async Task<CouponRushResult> RunAsync(BenchParts parts, int parallel)
    {
        await using var shop = await BenchShop.StartAsync(parts);
        return await new CouponRush(shop, parallel, await shop.AccountsAsync(ClaimsPerRun)).RunAsync();
    }

    private async Task<CouponRushResult> RunAsync()
    {
        var ceiling = await Ceiling.ClaimsPerSecondAsync(shop, accounts);
        var plain = await PlainAsync();
        // The first claims warm the code up, on a coupon of their own.
        await RushAsync(await shop.CouponAsync(WarmUpClaims), WarmUpClaims);
        var couponId = await shop.CouponAsync(ClaimsPerRun);
        GC.Collect();
        var (result, answers) = await RushAsync(couponId, ClaimsPerRun);
        var given = await GivenAsync(couponId);
        var missed = answers.Count(a => a is not (ClaimCouponStatus.Claimed or null));
        var (over, missedScarce) = await ScarceAsync();
        return new CouponRushResult(
            parallel, plain, result, ceiling, given, over, missed + missedScarce, await WaitingBytesAsync());
    }

    /// <summary>Number i claims one for account i, as many at once as there are shoppers. Null: the time was up before
    /// its turn to ask.</summary>
    private async Task<(LoopResult Loop, ClaimCouponStatus?[] Answers)> RushAsync(long couponId, int requests)
    {
        var answers = new ClaimCouponStatus?[requests];
        var loop = await ClosedLoop.RunAsync((parallel, requests, Limit), async i =>
            answers[i] = (await ClaimAsync(couponId, accounts[i])).Status);
        return (loop, answers);
    }

    private Task<ClaimCouponResult> ClaimAsync(long couponId, long accountId) =>
        _claim.ExecuteAsync(new ClaimCouponRequest(accountId, couponId, Guid.NewGuid()), default);

    /// <summary>Four times as many want one as there are.</summary>
    private async Task<(int Over, int Missed)> ScarceAsync()
    {
        var couponId = await shop.CouponAsync(ScarceTotal);
        var (_, answers) = await RushAsync(couponId, ScarceWanted);
        var given = await GivenAsync(couponId);
        var claimed = answers.Count(a => a == ClaimCouponStatus.Claimed);
        if (claimed != given) throw new InvalidOperationException($"{claimed} were told yes, {given} have one.");
        return (Math.Max(given - ScarceTotal, 0), Math.Max(ScarceTotal - given, 0));
    }

    private Task<int> GivenAsync(long couponId) => shop.Store.ReadAsync(
        db => db.Set<CouponClaim>().CountAsync(c => c.CouponId == couponId), default);

    private async Task<double> PlainAsync()
    {
        var plain = new PlainClaim(shop, await shop.CouponAsync(accounts.Length));
        var requests = Math.Min(PlainClaimsMax, Math.Max(200, parallel * 2));
        return (await ClosedLoop.RunAsync((parallel, requests, Limit), i => plain.ExecuteAsync(accounts[i]))).PerSecond;
    }

    /// <summary>Somebody else has the lock, so that all of them wait; then they are served.</summary>
    private async Task<long> WaitingBytesAsync()
    {
        var couponId = await shop.CouponAsync(WaitingMax);
        var waiting = new Task[WaitingMax];
        long before, after;
        await using (await shop.Get<ShopLocks>().TakeAsync(LockKey.Coupon(couponId), default))
        {
            before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 0; i < waiting.Length; i++) waiting[i] = ClaimAsync(couponId, accounts[i]);
            after = GC.GetTotalMemory(forceFullCollection: true);
        }

        await Task.WhenAll(waiting);
        return (after - before) / WaitingMax;
    }
}
