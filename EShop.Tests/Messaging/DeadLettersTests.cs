using System.Globalization;
using EShop.Core.Messaging;
using EShop.Core.Messaging.Broker;
using EShop.Core.Orders;
using EShop.Core.Staff;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace EShop.Tests.Messaging;

/// <summary>A message that cannot be handled is dead in the end, whichever way it is carried; the others go on, staff
/// sees it and has it delivered again when its cause is healed.</summary>
public sealed class DeadLettersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Poison_dies_after_its_tries_and_lives_when_healed(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync(),
            options => options.Settings["Messaging:TriesMax"] = "3");
        var admin = await shop.Shop.AdminAsync();
        var skuId = await shop.Shop.SkuAsync(stock: 9);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "poisoned");
        var (id, body) = await SpoilAsync(shop.Shop);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 3)).Result.Number, "t2");

        await shop.StartWorkersAsync();
        await BrokerShop.UntilAsync(async () => (await RowAsync(shop.Shop, id)).State == MessageState.Dead);
        await BrokerShop.UntilAsync(async () => (await shop.Shop.StockAsync(skuId)).Sold == 3);
        var dead = Assert.Single((await ListAsync(shop.Shop, admin)).Messages);
        Assert.Equal((id, 3), (dead.Id, dead.Tries));
        Assert.StartsWith("JsonException", dead.LastError, StringComparison.Ordinal);

        await HealAsync(shop.Shop, id, body);
        var retried = await shop.Shop.Get<RetryMessage>().ExecuteAsync(new(admin, id), Ct);
        Assert.Equal(RetryMessageStatus.Retried, retried);
        await shop.AllDoneAsync();
        Assert.Equal(5, (await shop.Shop.StockAsync(skuId)).Sold);
        Assert.Empty((await ListAsync(shop.Shop, admin)).Messages);
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Without_a_broker_poison_is_seen_and_healed_the_same_way(Store store)
    {
        await using var shop = await TestShop.CreateAsync(
            store, options => options.Settings["Messaging:TriesMax"] = "3");
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 9);
        await shop.PayAsync((await shop.BuyAsync(skuId, 2)).Result.Number, "poisoned");
        var (id, body) = await SpoilAsync(shop);
        await shop.PayAsync((await shop.BuyAsync(skuId, 3)).Result.Number, "t2");

        for (var i = 0; i < 3; i++)
        {
            await shop.DeliverAsync();
            shop.Clock.Advance(TimeSpan.FromSeconds(10));
        }
        Assert.Equal(3, (await shop.StockAsync(skuId)).Sold);
        var dead = Assert.Single((await ListAsync(shop, admin)).Messages);
        Assert.Equal((id, 3), (dead.Id, dead.Tries));

        await HealAsync(shop, id, body);
        Assert.Equal(RetryMessageStatus.Retried, await shop.Get<RetryMessage>().ExecuteAsync(new(admin, id), Ct));
        await shop.DeliverAsync();
        Assert.Equal(5, (await shop.StockAsync(skuId)).Sold);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task What_kills_whoever_takes_it_is_given_up_by_the_broker_and_seen(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync());
        var admin = await shop.Shop.AdminAsync();
        var skuId = await shop.Shop.SkuAsync(stock: 9);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "t1");
        await shop.Shop.DeliverAsync(); // all but what is due later
        await shop.Shop.WriteAsync(db => db.Set<OutboxMessage>().Where(m => m.Kind == nameof(OrderPaid))
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.State, MessageState.Waiting)
                .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null), Ct));
        await shop.SendAsync();
        // Each taker goes without an answer.
        await shop.AtBrokerAsync(async channel =>
        {
            await BrokerShop.UntilAsync(async () =>
            {
                if (await channel.BasicGetAsync(shop.Queues.Work, autoAck: false, Ct) is { } taken)
                    await channel.BasicNackAsync(taken.DeliveryTag, multiple: false, requeue: true, Ct);
                return await channel.MessageCountAsync(shop.Queues.Dead, Ct) == 1;
            });
            return true;
        });

        await shop.StartWorkersAsync();
        await BrokerShop.UntilAsync(async () => (await ListAsync(shop.Shop, admin)).Count == 1);
        var dead = Assert.Single((await ListAsync(shop.Shop, admin)).Messages);
        Assert.Equal("RabbitMQ gave it up: delivery_limit.", dead.LastError);
        await shop.Shop.Get<RetryMessage>().ExecuteAsync(new(admin, dead.Id), Ct);
        await shop.AllDoneAsync();
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task What_is_nobodys_is_put_aside_and_holds_up_no_other(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync());
        var skuId = await shop.Shop.SkuAsync(stock: 9);
        await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId, 2)).Result.Number, "t1");
        await shop.SendAsync();
        await shop.PublishAsync("not a number", "-1", "", long.MaxValue.ToString(CultureInfo.InvariantCulture));

        await shop.StartWorkersAsync();
        await shop.AllDoneAsync();
        await BrokerShop.UntilAsync(async () => await shop.CountAsync(shop.Queues.Stray) == 4);
        Assert.Equal(0u, await shop.CountAsync(shop.Queues.Dead));
        var traffic = (await ListAsync(shop.Shop, await shop.Shop.AdminAsync())).Traffic;
        Assert.Equal(new MessageTraffic(MessageCarrier.RabbitMq, 0, 1, 4, shop.Queues.Stray), traffic);
        Assert.Equal(2, (await shop.Shop.StockAsync(skuId)).Sold);
        await shop.Shop.AuditAsync();
    }

    private static Task<ListMessagesResult> ListAsync(TestShop shop, long admin) =>
        shop.Get<ListMessages>().ExecuteAsync(new(admin, MessageState.Dead, 1), Ct);

    private static Task<OutboxMessage> RowAsync(TestShop shop, long id) =>
        shop.ReadAsync(db => db.Set<OutboxMessage>().SingleAsync(m => m.Id == id, Ct));

    /// <summary>Makes what tells that the order is paid unreadable.</summary>
    private static async Task<(long Id, string Body)> SpoilAsync(TestShop shop)
    {
        var row = await shop.ReadAsync(db => db.Set<OutboxMessage>()
            .SingleAsync(m => m.Kind == nameof(OrderPaid), Ct));
        await HealAsync(shop, row.Id, "{");
        return (row.Id, row.Body);
    }

    private static Task HealAsync(TestShop shop, long id, string body) => shop.WriteAsync(db =>
        db.Set<OutboxMessage>().Where(m => m.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Body, body), Ct));
}
