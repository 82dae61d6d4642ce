using System.Diagnostics;
using EShop.Core.Coupons;
using EShop.Core.Locks;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using StackExchange.Redis;

namespace EShop.Tests.Faults;

/// <summary>Something breaks in the middle of a rush (L1 to L6): the count stays right, and each shopper learns what is
/// true.</summary>
public sealed class ClaimFaultsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<Store, FaultStep> StoresAndSteps() =>
        new(from store in Enum.GetValues<Store>() from step in Enum.GetValues<FaultStep>() select (store, step));

    [Theory, MemberData(nameof(StoresAndSteps))]
    public async Task L2_to_L5_A_turn_that_breaks_is_decided_again_and_gives_each_one(Store store, FaultStep step)
    {
        var fault = AtStep.Throw(step);
        await using var shop = await ShopAsync(store, RedisServer.Embedded, fault);
        var (couponId, accounts) = (await shop.CouponAsync(total: 12), await shop.AccountsAsync(20));
        fault.Arm();

        var answers = await Race.RunAsync(20, i => ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[i]));

        Assert.True(fault.IsDone);
        Assert.Equal(12, answers.Count(a => a.Status == ClaimCouponStatus.Claimed));
        Assert.Equal(8, answers.Count(a => a.Status == ClaimCouponStatus.AllGone));
        await BooksAreRightAsync(shop, couponId, answers);
    }

    [Theory, EachPart]
    public async Task F8_The_lock_of_a_node_that_died_holding_it_ends_by_itself(Store store, RedisServer redis)
    {
        var (wire, through) = FaultyWire.BeforeRedis(await TestRun.ConnectionToAsync(redis));
        await using var cut = wire;
        await using var shop = await ShopAsync(store, redis);
        var (couponId, accounts) = (await shop.CouponAsync(total: 2), await shop.AccountsAsync(1));
        var dead = shop.SecondNode(("Redis:Connection", through)).Get<ShopLocks>();
        await using var held = await dead.TakeAsync(LockKey.Coupon(couponId), Ct);
        Assert.Equal(LockOutcome.Held, held.Outcome);
        wire.Swallow(); // from here on it neither renews nor lets go

        var answer = await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[0]);

        Assert.Equal(ClaimCouponStatus.Claimed, answer.Status);
        await BooksAreRightAsync(shop, couponId, [answer]);
    }

    [Theory, EachPart]
    public async Task F11_Redis_gone_before_the_lock_costs_a_moment_and_nothing_else(Store store, RedisServer redis)
    {
        var (wire, through) = FaultyWire.BeforeRedis(await TestRun.ConnectionToAsync(redis));
        await using var cut = wire;
        await using var shop = await ShopAsync(store, redis, connection: through);
        var (couponId, accounts) = (await shop.CouponAsync(total: 5), await shop.AccountsAsync(21));
        await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[20]);
        wire.TakeDown();

        var answers = await Race.RunAsync(20, i => ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[i]));

        Assert.Equal(4, answers.Count(a => a.Status == ClaimCouponStatus.Claimed));
        Assert.Equal(16, answers.Count(a => a.Status == ClaimCouponStatus.AllGone));
        await BooksAreRightAsync(shop, couponId, answers);
    }

    [Theory, EachPart]
    public async Task F12_Redis_gone_while_the_lock_is_held_leaves_a_success_a_success(Store store, RedisServer redis)
    {
        var (wire, through) = FaultyWire.BeforeRedis(await TestRun.ConnectionToAsync(redis));
        await using var cut = wire;
        var fault = new AtStep(FaultStep.L5Committed, () =>
        {
            wire.TakeDown();
            return Task.CompletedTask;
        });
        await using var shop = await ShopAsync(store, redis, fault, through);
        var (couponId, accounts) = (await shop.CouponAsync(total: 5), await shop.AccountsAsync(2));
        await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[1]);
        fault.Arm();

        var answer = await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[0]);

        Assert.True(fault.IsDone);
        Assert.Equal(ClaimCouponStatus.Claimed, answer.Status);
        await BooksAreRightAsync(shop, couponId, [answer]);
    }

    [Theory, EachPart]
    public async Task F13_A_slow_Redis_is_left_alone_after_one_time_out(Store store, RedisServer redis)
    {
        var (wire, through) = FaultyWire.BeforeRedis(await TestRun.ConnectionToAsync(redis));
        await using var cut = wire;
        await using var shop = await ShopAsync(store, redis, connection: through);
        var (couponId, accounts) = (await shop.CouponAsync(total: 50), await shop.AccountsAsync(31));
        await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[30]);
        wire.Latency = TimeSpan.FromSeconds(2);

        var watch = Stopwatch.StartNew();
        var answers = await Race.RunAsync(30, i => ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[i]));

        Assert.All(answers, answer => Assert.Equal(ClaimCouponStatus.Claimed, answer.Status));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3)); // one command's time-out is 1 s
        await BooksAreRightAsync(shop, couponId, answers);
    }

    /// <summary>The first node stands still between taking the lock and its transaction; the second takes the lock that
    /// it lost meanwhile, and the last coupon.</summary>
    [Theory, EachPart]
    public async Task F14_F15_Two_holders_of_one_lock_give_one_coupon(Store store, RedisServer redis)
    {
        var pause = new Pause();
        var fault = new AtStep(FaultStep.L2Begin, pause.StandAsync);
        await using var shop = await ShopAsync(store, redis, fault);
        var (couponId, accounts) = (await shop.CouponAsync(total: 1), await shop.AccountsAsync(2));
        // Made ready now: on SQLite a node's gate is its own.
        var (first, second) = (shop.SecondNode().Get<ClaimCoupon>(), shop.Get<ClaimCoupon>());
        fault.Arm();

        var paused = ClaimAsync(first, couponId, accounts[0]);
        await pause.ReachedAsync();
        await LoseLockAsync(shop, redis, couponId);
        var overtaking = await ClaimAsync(second, couponId, accounts[1]);
        pause.Release();

        Assert.Equal(ClaimCouponStatus.Claimed, overtaking.Status);
        Assert.Equal(ClaimCouponStatus.AllGone, (await paused).Status);
        await BooksAreRightAsync(shop, couponId, [overtaking, await paused]);
    }

    /// <summary>As above, but it stands still after it has read: what it read is old when it counts.</summary>
    [Fact]
    public async Task F14_Who_counts_on_old_rows_is_told_no_by_the_guard_and_decides_again()
    {
        var pause = new Pause();
        var fault = new AtStep(FaultStep.L4Count, pause.StandAsync);
        await using var shop = await ShopAsync(Store.Postgres, RedisServer.Real, fault);
        var (couponId, accounts) = (await shop.CouponAsync(total: 1), await shop.AccountsAsync(2));
        var (first, second) = (shop.SecondNode().Get<ClaimCoupon>(), shop.Get<ClaimCoupon>());
        fault.Arm();

        var paused = ClaimAsync(first, couponId, accounts[0]);
        await pause.ReachedAsync();
        await LoseLockAsync(shop, RedisServer.Real, couponId);
        var overtaking = await ClaimAsync(second, couponId, accounts[1]);
        pause.Release();

        Assert.Equal(ClaimCouponStatus.Claimed, overtaking.Status);
        Assert.Equal(ClaimCouponStatus.AllGone, (await paused).Status);
        await BooksAreRightAsync(shop, couponId, [overtaking, await paused]);
    }

    /// <summary>One shopper on two nodes at once: the unique row decides, and the turn that lost tells the truth.
    /// </summary>
    [Fact]
    public async Task F14_One_shopper_on_two_nodes_without_a_lock_gets_one()
    {
        var pause = new Pause();
        var fault = new AtStep(FaultStep.L3Insert, pause.StandAsync);
        await using var shop = await ShopAsync(Store.Postgres, RedisServer.Embedded, fault, "127.0.0.1:1");
        var (couponId, accounts) = (await shop.CouponAsync(total: 9), await shop.AccountsAsync(1));
        var (first, second) = (shop.SecondNode().Get<ClaimCoupon>(), shop.Get<ClaimCoupon>());
        fault.Arm();

        var paused = ClaimAsync(first, couponId, accounts[0]);
        await pause.ReachedAsync();
        var other = ClaimAsync(second, couponId, accounts[0]); // waits for the row that the first has counted on
        pause.Release();

        var answers = await Task.WhenAll(paused, other);
        Assert.Equal(
            [ClaimCouponStatus.AlreadyYours, ClaimCouponStatus.Claimed], answers.Select(a => a.Status).Order());
        await BooksAreRightAsync(shop, couponId, answers);
    }

    [Fact]
    public async Task F17_A_store_that_another_process_has_means_busy_and_the_same_key_works_after()
    {
        await using var shop = await TestShop.CreateAsync(
            Store.Sqlite, options => options.Settings["Storage:BusyWait"] = "00:00:00.3");
        var (couponId, accounts) = (await shop.CouponAsync(total: 9), await shop.AccountsAsync(5));
        var requests = accounts.Select(a => new ClaimCouponRequest(a, couponId, Guid.NewGuid())).ToArray();
        await using var other = new SqliteConnection($"Data Source={shop.DataFolder}/shop.db;Pooling=False");
        await other.OpenAsync(Ct);
        await using (var alone = other.BeginTransaction(deferred: false))
        {
            var watch = Stopwatch.StartNew();
            var busy = await Race.RunAsync(5, i => shop.Get<ClaimCoupon>().ExecuteAsync(requests[i], Ct));
            Assert.All(busy, answer => Assert.Equal(ClaimCouponStatus.Busy, answer.Status));
            Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(5));
            Assert.Single((await shop.Get<ListCoupons>().ExecuteAsync(new(null), Ct)).Coupons); // reads go on
        }

        var answers = await Race.RunAsync(5, i => shop.Get<ClaimCoupon>().ExecuteAsync(requests[i], Ct));
        Assert.All(answers, answer => Assert.Equal(ClaimCouponStatus.Claimed, answer.Status));
        await BooksAreRightAsync(shop, couponId, answers);
    }

    /// <summary>A write that reads first has the store to itself from its beginning: its snapshot cannot move.
    /// </summary>
    [Fact]
    public async Task F18_A_write_begins_immediate()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        await using var other = new SqliteConnection(
            $"Data Source={shop.DataFolder}/shop.db;Pooling=False;Default Timeout=1");
        await other.OpenAsync(Ct);

        await shop.WriteAsync(async db =>
        {
            await db.Set<Coupon>().CountAsync(Ct);
            var error = Assert.Throws<SqliteException>(() => other.BeginTransaction(deferred: false));
            Assert.Equal(5, error.SqliteErrorCode); // busy
            return true;
        });
    }

    [Theory, EachPart]
    public async Task F33_Two_sweeps_at_once_settle_each_coupon_once(Store store, RedisServer redis)
    {
        await using var shop = await ShopAsync(store, redis);
        var (couponId, accounts) = (await shop.CouponAsync(total: 20), await shop.AccountsAsync(20));
        var claims = await Race.RunAsync(20, i => ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[i]));
        await shop.WriteAsync(async db =>
        {
            foreach (var (claim, account) in claims.Zip(accounts))
                Assert.True(await CouponLedger.HoldAsync(db, shop.Now, new HoldClaimRequest(
                    account, claim.ClaimId, OrderNumber.New(shop.Now), new Basket([], Money.Zero), shop.Now), Ct));
            return true;
        });
        shop.Clock.Advance(TimeSpan.FromMinutes(30));
        SettleCouponTasks[] nodes =
            [.. Enumerable.Range(0, 4).Select(_ => shop.SecondNode().Get<SettleCouponTasks>())];

        var sweeps = await Race.RunAsync(nodes.Length, i => nodes[i].ExecuteAsync(Ct));

        Assert.Equal((20, 0), (sweeps.Sum(s => s.Settled), sweeps.Sum(s => s.Failed)));
        Assert.Equal(20, await shop.ReadAsync(
            db => db.Set<CouponClaim>().CountAsync(c => c.State == ClaimState.Unused, Ct)));
        await shop.AuditAsync();
    }

    private static async Task LoseLockAsync(TestShop shop, RedisServer redis, long couponId)
    {
        await using var server = await ConnectionMultiplexer.ConnectAsync(await TestRun.ConnectionToAsync(redis));
        var key = shop.Get<Core.Redis.RedisConnection>().Key($"lock:{LockKey.Coupon(couponId)}");
        Assert.True(await server.GetDatabase().KeyDeleteAsync(key));
    }

    /// <summary>Who was told yes has it, who was told no has none, and the books balance.</summary>
    private static async Task BooksAreRightAsync(
        TestShop shop, long couponId, IReadOnlyCollection<ClaimCouponResult> answers)
    {
        var ids = await shop.ReadAsync(
            db => db.Set<CouponClaim>().Where(c => c.CouponId == couponId).Select(c => c.Id).ToListAsync(Ct));
        Assert.Subset(
            ids.ToHashSet(),
            answers.Where(a => a.Status == ClaimCouponStatus.Claimed).Select(a => a.ClaimId).ToHashSet());
        Assert.Equal(ids.Count, await shop.ReadAsync(
            db => db.Set<Coupon>().Where(c => c.Id == couponId).Select(c => c.Claimed).SingleAsync(Ct)));
        await shop.AuditAsync();
    }

    private static Task<TestShop> ShopAsync(
        Store store, RedisServer redis, IInterceptor? fault = null, string? connection = null) =>
        TestShop.CreateAsync(store, options =>
        {
            options.Redis = redis;
            if (connection is not null) options.Settings["Redis:Connection"] = connection;
            options.Settings["Locks:Lease"] = "00:00:01";
            if (fault is not null) options.Interceptors.Add(fault);
        });

    private static Task<ClaimCouponResult> ClaimAsync(ClaimCoupon claim, long couponId, long accountId) =>
        claim.ExecuteAsync(new ClaimCouponRequest(accountId, couponId, Guid.NewGuid()), Ct);
}
