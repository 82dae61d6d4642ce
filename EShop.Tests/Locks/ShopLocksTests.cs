using EShop.Core.Locks;
using EShop.Core.Redis;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Locks;

public sealed class ShopLocksTests
{
    private static readonly LockKey Key = LockKey.Coupon(7);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachRedis]
    public async Task Another_node_cannot_take_what_is_held(RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Redis = redis);
        var (here, elsewhere) = (shop.Get<ShopLocks>(), shop.SecondNode().Get<ShopLocks>());

        await using (var held = await here.TryTakeAsync(Key, Ct))
        {
            Assert.Equal(LockOutcome.Held, held.Outcome);
            await using var refused = await elsewhere.TryTakeAsync(Key, Ct);
            Assert.Equal(LockOutcome.BusyElsewhere, refused.Outcome);
            await using var other = await elsewhere.TryTakeAsync(LockKey.Coupon(8), Ct);
            Assert.Equal(LockOutcome.Held, other.Outcome);
        }

        await using var next = await elsewhere.TryTakeAsync(Key, Ct);
        Assert.Equal(LockOutcome.Held, next.Outcome);
    }

    [Theory, EachRedis]
    public async Task Who_waits_goes_on_when_the_holder_lets_go(RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => options.Redis = redis);
        var (here, elsewhere) = (shop.Get<ShopLocks>(), shop.SecondNode().Get<ShopLocks>());
        var held = await here.TakeAsync(Key, Ct);

        var waiting = elsewhere.TakeAsync(Key, Ct);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();

        await using var next = await waiting;
        Assert.Equal(LockOutcome.Held, next.Outcome);
    }

    [Theory, EachRedis]
    public async Task Two_nodes_are_never_inside_at_once(RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Redis = redis;
            options.Settings["Locks:Wait"] = "00:00:30";
        });
        ShopLocks[] nodes = [shop.Get<ShopLocks>(), shop.SecondNode().Get<ShopLocks>()];
        var (inside, insideMax) = (0, 0);

        var outcomes = await Race.RunAsync(20, async index =>
        {
            await using var held = await nodes[index % 2].TakeAsync(Key, Ct);
            insideMax = Math.Max(insideMax, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            return held.Outcome;
        });

        Assert.All(outcomes, outcome => Assert.Equal(LockOutcome.Held, outcome));
        Assert.Equal(1, insideMax);
    }

    [Fact]
    public async Task Without_Redis_the_answer_is_that_nobody_can_know()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Settings["Redis:Connection"] = "127.0.0.1:1";
            options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
        });

        await using var first = await shop.Get<ShopLocks>().TakeAsync(Key, Ct);
        await using var second = await shop.Get<ShopLocks>().TryTakeAsync(Key, Ct);

        Assert.Equal(LockOutcome.RedisAway, first.Outcome);
        Assert.Equal(LockOutcome.RedisAway, second.Outcome);
    }

    [Fact]
    public async Task Letting_go_after_Redis_went_away_neither_throws_nor_waits()
    {
        var redis = EmbeddedRedis.Start(); // it can be disposed of once only
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Settings["Redis:Connection"] = redis.Connection;
            options.Services = services => services.AddSingleton(TimeProvider.System);
        });
        var held = await shop.Get<ShopLocks>().TakeAsync(Key, Ct);
        Assert.Equal(LockOutcome.Held, held.Outcome);

        redis.Dispose();
        await held.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(2), Ct);

        await using var next = await shop.Get<ShopLocks>().TakeAsync(Key, Ct);
        Assert.Equal(LockOutcome.RedisAway, next.Outcome);
    }
}
