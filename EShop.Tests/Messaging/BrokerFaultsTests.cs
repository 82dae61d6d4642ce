using EShop.Core.Health;
using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Messaging.Broker;
using EShop.Core.Orders;
using EShop.Core.Staff;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Messaging;

/// <summary>RabbitMQ dies, goes away, loses and forgets; each order is settled once all the same, and the books
/// balance.</summary>
public sealed class BrokerFaultsTests
{
    private const int Orders = 12;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Killed_and_started_again_in_the_middle_it_loses_nothing(Store store)
    {
        await using var server = await RabbitServer.StartAsync();
        await using var shop = await BrokerShop.CreateAsync(store, server);
        var skuId = await shop.Shop.SkuAsync(stock: Orders);
        await shop.StartWorkersAsync();
        await shop.StartWorkersAsync(shop.Shop.SecondNode());

        for (var i = 0; i < Orders; i++)
        {
            if (i == Orders / 3) await server.KillAsync();
            await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId)).Result.Number, $"t{i}");
            if (i == 2 * Orders / 3) await server.StartAgainAsync();
        }
        await shop.AllDoneAsync();

        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((0L, 0L, (long)Orders), (level.Available, level.Locked, level.Sold));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task While_it_is_away_the_shop_sells_and_the_sweep_settles(Store store)
    {
        await using var server = await RabbitServer.StartAsync();
        await server.StopAsync();
        await using var shop = await BrokerShop.CreateAsync(store, server);
        await shop.StartWorkersAsync();
        var skuId = await shop.Shop.SkuAsync(stock: 5);

        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "t1");
        var health = await shop.Shop.Get<CheckHealth>().ExecuteAsync(Ct);
        Assert.Equal(new CheckHealthResult(CheckHealthStatus.Degraded, true, true, true, Messages: false), health);
        Assert.Equal(MessageCarrier.RabbitMqAway, await CarrierAsync(shop.Shop));
        Assert.Equal(2, (await shop.Shop.StockAsync(skuId)).Locked);
        await shop.Shop.WriteAsync(db => db.Set<StockTask>()
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, shop.Shop.Now.AddMinutes(-1)), Ct));
        await shop.Shop.SweepAsync();
        Assert.Equal(2, (await shop.Shop.StockAsync(skuId)).Sold);
        Assert.All(await shop.MessagesAsync(), message => Assert.Equal(MessageState.Waiting, message.State));

        await server.StartAgainAsync();
        await shop.AllDoneAsync(); // what waited is told late, and changes nothing
        Assert.Equal(OrderState.Paid, (await shop.Shop.ReadAsync(db => db.Set<Order>().SingleAsync(Ct))).State);
        Assert.Equal(2, (await shop.Shop.StockAsync(skuId)).Sold);
        health = await shop.Shop.Get<CheckHealth>().ExecuteAsync(Ct);
        Assert.Equal(CheckHealthStatus.Ready, health.Status);
        Assert.Equal(MessageCarrier.RabbitMq, await CarrierAsync(shop.Shop));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Cut_before_it_could_confirm_it_is_told_twice_which_is_once(Store store)
    {
        var server = await RabbitServer.SharedAsync();
        await using var wire = new TcpProxy(server.Port);
        await using var shop = await BrokerShop.CreateAsync(store, server, port: wire.Port);
        var skuId = await shop.Shop.SkuAsync(stock: 5);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "t1");
        var due = (uint)(await shop.MessagesAsync()).Count(m => m.Kind != nameof(CloseUnpaidOrder));

        var isHeld = 0;
        wire.Holds = request => request.Contains(BasicPublish, StringComparison.Ordinal)
            && Interlocked.Exchange(ref isHeld, 1) == 0;
        var sent = await shop.Shop.Get<RelayMessages>().ExecuteAsync(Ct);
        Assert.Equal(new RelayMessagesResult(0, IsBrokerAway: true), sent);
        Assert.All(await shop.MessagesAsync(), message => Assert.Equal(MessageState.Waiting, message.State));
        await BrokerShop.UntilAsync(async () => await shop.CountAsync(shop.Queues.Work) == due);
        await shop.SendAsync();
        await BrokerShop.UntilAsync(async () => await shop.CountAsync(shop.Queues.Work) == 2 * due);

        await shop.StartWorkersAsync();
        await shop.AllDoneAsync();
        await BrokerShop.UntilAsync(async () => await shop.CountAsync(shop.Queues.Work) == 0);
        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((3L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_node_that_goes_between_commit_and_acknowledgement_has_done_it_once(Store store)
    {
        var server = await RabbitServer.SharedAsync();
        await using var wire = FaultyWire.To("127.0.0.1", server.Port);
        var going = new AfterDone(() =>
        {
            wire.TakeDown(); // the acknowledgement gets nowhere
            wire.BringUp();
        });
        await using var shop = await BrokerShop.CreateAsync(
            store, server, options => options.Interceptors.Add(going), wire.Port);
        var skuId = await shop.Shop.SkuAsync(stock: 5);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "t1");

        await shop.StartWorkersAsync();
        await BrokerShop.UntilAsync(() => Task.FromResult(going.IsOver));
        await shop.AllDoneAsync();
        await BrokerShop.UntilAsync(async () => await shop.CountAsync(shop.Queues.Work) == 0);
        await shop.StopWorkersAsync(); // what was in hand would come back now
        Assert.Equal(0u, await shop.CountAsync(shop.Queues.Work));

        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((3L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task What_it_lost_is_sent_again(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync(),
            options => options.Settings["Messaging:ResendAfter"] = "00:00:01");
        var skuId = await shop.Shop.SkuAsync(stock: 5);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "t1");
        await shop.SendAsync();
        var lost = await shop.AtBrokerAsync(channel => channel.QueuePurgeAsync(shop.Queues.Work, Ct));
        Assert.NotEqual(0u, lost);

        await shop.StartWorkersAsync();
        await shop.AllDoneAsync();
        Assert.Equal(2, (await shop.Shop.StockAsync(skuId)).Sold);
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task What_it_lost_is_settled_by_the_sweep_alone(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync(), options =>
        {
            options.Settings["Messaging:ResendAfter"] = "01:00:00";
            options.Settings["Orders:PayLimit"] = "00:00:01";
            options.Settings["Settling:CheckoutGrace"] = "00:00:01";
            options.Settings["Books:Grace"] = "01:00:00"; // the lost messages stay lost, which is no fault before
        });
        var skuId = await shop.Shop.SkuAsync(stock: 9);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "t1");
        await shop.Shop.BuyAsync(skuId, 3);
        await shop.SendAsync();
        await shop.AtBrokerAsync(async channel =>
        {
            foreach (var queue in shop.Queues.All) await channel.QueuePurgeAsync(queue, Ct);
            return true;
        });

        await shop.StartWorkersAsync();
        await BrokerShop.UntilAsync(async () =>
        {
            await shop.Shop.SweepAsync();
            return (await shop.Shop.StockAsync(skuId)).Locked == 0;
        });
        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((7L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_queue_that_somebody_deleted_is_made_again(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync());
        var skuId = await shop.Shop.SkuAsync(stock: 5);
        await shop.StartWorkersAsync();
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId)).Result.Number, "t1");
        await shop.AllDoneAsync();

        await shop.AtBrokerAsync(channel =>
            channel.QueueDeleteAsync(shop.Queues.Work, false, false, cancellationToken: Ct));
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId)).Result.Number, "t2");
        await shop.AllDoneAsync();

        Assert.Equal(2, (await shop.Shop.StockAsync(skuId)).Sold);
        await shop.Shop.AuditAsync();
    }

    /// <summary>Class 60, method 40, as a frame says it.</summary>
    private const string BasicPublish = "\0<\0(";

    /// <summary>What staff is told of how messages travel.</summary>
    internal static async Task<MessageCarrier> CarrierAsync(TestShop shop) => (await shop.Get<ListMessages>()
        .ExecuteAsync(new(await shop.AdminAsync(), null, 1), Ct)).Traffic!.Carrier;
}
