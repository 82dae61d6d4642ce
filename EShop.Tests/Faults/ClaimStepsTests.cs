using EShop.Core.Accounts;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>The running shop is killed at each exact step of a claim and started again. Before the commit there is
/// nothing, after it there is all; the same press again gives the same one, and the books balance.</summary>
public sealed class ClaimStepsTests
{
    private static readonly (string Step, ShopFault Fault, int Kept)[] InTheStore =
    [
        ("L2 it has begun", new(FaultPlace.Before, "from coupons"), 0),
        ("L4 it counts", new(FaultPlace.Before, "update coupons"), 0),
        ("L3 it inserts", new(FaultPlace.Before, "insert into coupon_claims"), 0),
        ("L5 it commits", new(FaultPlace.Commit, "insert into coupon_claims"), 0),
        ("L5 it has committed", new(FaultPlace.Committed, "insert into coupon_claims"), 1),
    ];

    // The steps at the store and those at Redis do not know of each other: two of the four pairs tell all.
    [Theory]
    [InlineData(Store.Sqlite, RedisServer.Real)]
    [InlineData(Store.Postgres, RedisServer.Embedded)]
    public async Task L1_to_L6_F8_Killed_at_each_step_a_claim_is_there_or_not_and_in_the_end_once(
        Store store, RedisServer redis)
    {
        var wire = redis == RedisServer.Real ? FaultyWire.BeforeRedis(Servers.Redis) : default;
        await using var cut = wire.Wire;
        await using var shop = await WebShop.StartAsync(options =>
        {
            (options.Store, options.Redis, options.HasFaults) = (store, redis, true);
            // Long enough that a slow machine does not take Redis for gone, which it would leave alone for a while.
            options.Settings["Locks:Lease"] = "00:00:06";
            options.Settings["Redis:PauseAfterFailure"] = "00:00:00";
            if (redis == RedisServer.Real) options.Settings["Redis:Connection"] = wire.Connection;
        });
        // The lock inside the process dies with it, so two steps tell all.
        var steps = redis == RedisServer.Real ? InTheStore : InTheStore[3..];
        using var line = await LineAsync(shop, steps.Length + 2);

        foreach (var (step, fault, kept) in steps)
            await line.KillAndHealAsync(step, () => fault.Arm(shop), kept);
        if (wire.Wire is not null)
        {
            // The lock is had by nobody who lives; the lease lets it go.
            await line.KillAndHealAsync("L1 it takes the lock", () => wire.Wire.Tripwire = KillAt(shop, line, 1), 0);
            // Heard of a second time it is let go, the answer being on its way; or, on a slow day, renewed before that.
            await line.KillAndHealAsync("L6 it lets go", () => wire.Wire.Tripwire = KillAt(shop, line, 2), null);
        }

        await shop.AuditAsync();
    }

    private static Tripwire KillAt(WebShop shop, Line line, int nth) =>
        new($"lock:coupon:{line.Coupon}") { Nth = nth, ActAsync = shop.KillAsync };

    private static async Task<Line> LineAsync(WebShop shop, int count)
    {
        var coupon = await CouponCentre.OpenCouponAsync(shop, count);
        var line = new Line(shop, coupon);
        var password = await HttpShopper.MakeCustomersAsync(shop, count);
        foreach (var number in Enumerable.Range(1, count))
            line.Shoppers.Enqueue((number, await HttpShopper.SignInAsync(shop, (number, password))));
        await CouponCentre.WelcomedAsync(shop);
        return line;
    }

    /// <summary>Each step is met by the next one of the line.</summary>
    private sealed record Line(WebShop Shop, string Coupon) : IDisposable
    {
        public Queue<(int Number, HttpShopper Shopper)> Shoppers { get; } = [];

        public async Task KillAndHealAsync(string step, Action arm, int? kept)
        {
            var (number, shopper) = Shoppers.Dequeue();
            var page = await shopper.Visitor.GetAsync("/coupons");
            arm();
            // As long as the lock is with a process that was killed, who presses is told so, and presses again.
            HttpPage? answer = null;
            await Until.TrueAsync(async () =>
                (answer = await CouponCentre.PressAsync(shopper, page, Coupon)) is null
                || !answer.Source.Contains(CouponCentre.Busy, StringComparison.Ordinal));
            Assert.True(answer is null || kept is null, $"{step}: it was answered, and not killed: {answer?.Text}");
            // Where it may be answered first, the next press comes to the step if this one did not.
            if (kept is null)
                await Until.TrueAsync(async () =>
                    Shop.HasDied || await CouponCentre.PressAsync(shopper, page, Coupon) is null);
            await Shop.DiedAsync();
            kept ??= answer is null ? null : 1; // what was told is so
            var had = await CouponCentre.HoldersAsync(Shop, Coupon, CreateDemoCustomers.EmailOf(number));
            Assert.True(had == (kept ?? had) && had is 0 or 1, $"{step}: {had} after the kill");

            await Shop.StartAgainAsync();
            HttpPage? again = null;
            await Until.TrueAsync(async () =>
            {
                again = await CouponCentre.PressAsync(shopper, page, Coupon);
                return await CouponCentre.HoldersAsync(Shop, Coupon, CreateDemoCustomers.EmailOf(number)) > 0;
            });
            Assert.True(again?.Source.Contains(CouponCentre.Yours, StringComparison.Ordinal), $"{step}: {again?.Text}");
            Assert.Equal(1, await CouponCentre.HoldersAsync(Shop, Coupon, CreateDemoCustomers.EmailOf(number)));
            shopper.Dispose();
        }

        public void Dispose()
        {
            foreach (var (_, shopper) in Shoppers) shopper.Dispose();
        }
    }
}
