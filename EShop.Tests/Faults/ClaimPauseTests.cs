using System.Diagnostics;
using System.Globalization;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>A node that holds a coupon's lock stands still (SIGSTOP) for longer than its lease, another one takes the
/// lock, and then the first goes on where it stood.</summary>
public sealed class ClaimPauseTests
{
    [Fact]
    public async Task F14_Who_wakes_before_its_count_finds_what_the_other_node_gave_meanwhile()
    {
        await using var pair = await PairAsync();
        new ShopFault(FaultPlace.Before, "update coupons") { Signal = "STOP" }.Arm(pair.First);

        var paused = pair.PressAsync(pair.First);
        await ShopFault.StandsStillAsync(pair.First);
        var overtaking = await pair.PressAsync(pair.Second); // waits until the lease has run out
        GoOn(pair.First);

        Assert.Contains(CouponCentre.Yours, overtaking!.Source, StringComparison.Ordinal);
        Assert.Contains(CouponCentre.YoursAlready, (await paused)!.Source, StringComparison.Ordinal);
        await OneRecordAsync(pair);
    }

    [Fact]
    public async Task F14_Who_wakes_before_its_commit_was_first_all_the_same()
    {
        await using var pair = await PairAsync();
        new ShopFault(FaultPlace.Commit, "insert into coupon_claims") { Signal = "STOP" }.Arm(pair.First);

        var paused = pair.PressAsync(pair.First);
        await ShopFault.StandsStillAsync(pair.First);
        var waiting = pair.PressAsync(pair.Second);
        await Until.TrueAsync(async () => (await pair.First.RowsAsync("""
            select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            and query ilike '%coupons%'
            """)).Count > 0); // it has the lock, and stands before the row that the first has counted on
        GoOn(pair.First);

        Assert.Contains(CouponCentre.Yours, (await paused)!.Source, StringComparison.Ordinal);
        Assert.Contains(CouponCentre.YoursAlready, (await waiting)!.Source, StringComparison.Ordinal);
        await OneRecordAsync(pair);
    }

    private static async Task OneRecordAsync(Pair pair)
    {
        Assert.Equal(1, await CouponCentre.HoldersAsync(pair.First, pair.Coupon));
        // Neither went on without a lock: both had it, one after the other, and both were in the middle.
        Assert.DoesNotContain(
            $"coupon:{pair.Coupon} goes on without", pair.First.Output + pair.Second.Output, StringComparison.Ordinal);
        await pair.First.AuditAsync();
    }

    private static void GoOn(WebShop shop)
    {
        using var kill = Process.Start("kill", ["-CONT", shop.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task<Pair> PairAsync()
    {
        var first = await WebShop.StartAsync(options =>
        {
            (options.Store, options.HasFaults) = (Store.Postgres, true);
            options.Settings["Locks:Lease"] = "00:00:02";
            (options.Settings["Locks:Wait"], options.Settings["Storage:BusyWait"]) = ("00:00:30", "00:01:00");
            // Both nodes are the sandbox.
            options.Settings["Payments:SandboxSecret"] = "a secret that both of the nodes know";
        });
        var second = await first.StartNodeAsync();
        var coupon = await CouponCentre.OpenCouponAsync(first, left: 2);
        var shopper = await HttpShopper.SignInAsync(first);
        await CouponCentre.WelcomedAsync(first);
        return new Pair(first, second, shopper, coupon);
    }

    /// <summary>Two nodes of one shop, and one shopper with a cookie for both.</summary>
    private sealed record Pair(WebShop First, WebShop Second, HttpShopper Shopper, string Coupon) : IAsyncDisposable
    {
        /// <summary>Each press is one of its own, with a key of its own.</summary>
        public async Task<HttpPage?> PressAsync(WebShop node)
        {
            var page = await Shopper.Visitor.GetAsync(new Uri(node.Address, "/coupons"));
            return await CouponCentre.PressAsync(Shopper, page, Coupon);
        }

        public async ValueTask DisposeAsync()
        {
            Shopper.Dispose();
            await Second.DisposeAsync();
            await First.DisposeAsync();
        }
    }
}
