using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

/// <summary>The clock stands still: whatever wakes a watch here is news, unless the test moves the clock.</summary>
public sealed class WatchOrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachPart]
    public async Task A_watcher_hears_of_what_another_node_did(Store store, RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Redis = redis);
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9));
        var node = shop.SecondNode();
        await using var versions = await BeginAsync(node.Get<WatchOrder>(), (accountId, placed.Number));
        var next = versions.MoveNextAsync().AsTask();

        await shop.PayAsync(placed.Number, "t1");
        // The subscription of the other node may take a moment: its news are told until they are heard.
        await Until.TrueAsync(async () =>
        {
            await shop.Get<OrderNews>().TellAsync(placed.Number, Ct);
            return next.IsCompleted;
        });

        Assert.Equal((true, 1), (await next, versions.Current));
    }

    [Theory, EachStore]
    public async Task Each_step_is_a_version_of_its_own_and_its_message_wakes_who_watches(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9));
        await shop.DeliverAsync();
        await using var versions = await BeginAsync(shop.Get<WatchOrder>(), (accountId, placed.Number));
        var next = versions.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);

        await shop.PayAsync(placed.Number, "t1");
        await shop.DeliverAsync();

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(60), Ct));
        Assert.Equal(1, versions.Current);
    }

    [Theory, EachStore]
    public async Task Lost_news_cost_one_look_and_nothing_else(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9));
        await using var versions = await BeginAsync(shop.Get<WatchOrder>(), (accountId, placed.Number));
        var next = versions.MoveNextAsync().AsTask();
        await shop.PayAsync(placed.Number, "t1"); // its message is not delivered

        await Until.TrueAsync(() =>
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(15));
            return Task.FromResult(next.IsCompleted);
        });

        Assert.Equal((true, 1), (await next, versions.Current));
    }

    [Theory, EachStore]
    public async Task Others_and_too_many_are_refused_and_a_page_that_is_left_makes_room(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9));
        var watch = shop.Get<WatchOrder>();
        var other = (await shop.AccountsAsync(1))[0];
        Assert.Equal(WatchOrderStatus.NotFound, (await watch.ExecuteAsync(new(other, placed.Number), Ct)).Status);

        var pages = new List<IAsyncEnumerator<int>>();
        for (var i = 0; i < WatchOrder.PerAccountMax; i++)
            pages.Add(await BeginAsync(watch, (accountId, placed.Number)));
        Assert.Equal(WatchOrderStatus.Busy, (await watch.ExecuteAsync(new(accountId, placed.Number), Ct)).Status);
        await pages[0].DisposeAsync();
        Assert.Equal(WatchOrderStatus.Watching, (await watch.ExecuteAsync(new(accountId, placed.Number), Ct)).Status);
        foreach (var page in pages) await page.DisposeAsync();
    }

    /// <summary>Watches, and has read the version that is now.</summary>
    private static async Task<IAsyncEnumerator<int>> BeginAsync(
        WatchOrder watch, (long AccountId, OrderNumber Number) order)
    {
        var result = await watch.ExecuteAsync(new(order.AccountId, order.Number), Ct);
        Assert.Equal(WatchOrderStatus.Watching, result.Status);
        var versions = result.Versions.GetAsyncEnumerator(Ct);
        Assert.True(await versions.MoveNextAsync());
        Assert.Equal(0, versions.Current);
        return versions;
    }
}
