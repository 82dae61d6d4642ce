using System.Globalization;
using EShop.Core.Health;
using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Messaging.Broker;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Messaging;

/// <summary>Orders are settled by messages through a real RabbitMQ; no timed job runs, unless a test says so.</summary>
public sealed class BrokerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S15_A_paid_order_is_settled_through_the_broker_alone(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync());
        await shop.StartWorkersAsync();
        var skuId = await shop.Shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.Shop.BuyAsync(skuId, 2);

        await shop.Shop.PayAsync(placed.Number, "t1");
        await BrokerShop.UntilAsync(async () => (await shop.Shop.StockAsync(skuId)).Sold == 2);
        await shop.AllDoneAsync();

        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((3L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        var delayed = Assert.Single(await shop.MessagesAsync(), m => m.State != MessageState.Done);
        Assert.Equal((nameof(CloseUnpaidOrder), MessageState.Sent), (delayed.Kind, delayed.State));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S15_The_broker_holds_back_the_message_that_closes_an_unpaid_order(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync(),
            options => options.Settings["Orders:PayLimit"] = "00:00:03");
        var skuId = await shop.Shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.Shop.BuyAsync(skuId, 2);
        await shop.SendAsync();
        Assert.All(await shop.MessagesAsync(), message => Assert.Equal(MessageState.Sent, message.State));

        await shop.StartWorkersAsync();
        await BrokerShop.UntilAsync(async () => await StateAsync(shop, placed.Number) == OrderState.Closed);
        await shop.AllDoneAsync();

        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((5L, 0L, 0L), (level.Available, level.Locked, level.Sold));
        var closedAt = await shop.Shop.ReadAsync(db => db.Set<OrderStep>()
            .Where(s => s.OrderNumber == placed.Number.Text && s.ToState == OrderState.Closed)
            .Select(s => s.At).SingleAsync(Ct));
        var payUntil = await shop.Shop.ReadAsync(db => db.Set<Order>().Select(o => o.PayUntil).SingleAsync(Ct));
        Assert.True(closedAt >= payUntil, $"closed at {closedAt:O}, to be paid until {payUntil:O}");
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S15_Two_nodes_share_the_work_and_settle_each_order_once(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync());
        var skuId = await shop.Shop.SkuAsync(stock: 40);
        await shop.StartWorkersAsync();
        await shop.StartWorkersAsync(shop.Shop.SecondNode());

        for (var i = 0; i < 20; i++)
        {
            var (accountId, placed) = await shop.Shop.BuyAsync(skuId);
            if (i % 2 == 0) await shop.Shop.PayAsync(placed.Number, $"t{i}");
            else await shop.Shop.Get<CancelOrder>().ExecuteAsync(new(accountId, placed.Number), Ct);
        }
        await shop.AllDoneAsync();

        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((30L, 0L, 10L), (level.Available, level.Locked, level.Sold));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S15_Doubled_messages_are_once(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync());
        var skuId = await shop.Shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.Shop.BuyAsync(skuId, 2);
        await shop.Shop.PayAsync(placed.Number, "t1");
        await shop.SendAsync();
        for (var i = 0; i < 5; i++) await shop.PublishAsync(await IdsAsync(shop));

        await shop.StartWorkersAsync();
        await shop.AllDoneAsync();
        await shop.PublishAsync(await IdsAsync(shop)); // and again, when all is over
        await BrokerShop.UntilAsync(async () => await shop.CountAsync(shop.Queues.Work) == 0);

        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((3L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        await shop.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F30_Paid_before_placed_and_closed_after_paid_come_to_the_same(Store store)
    {
        await using var shop = await BrokerShop.CreateAsync(store, await RabbitServer.SharedAsync(),
            options => options.Settings["Orders:PayLimit"] = "00:00:01");
        var skuId = await shop.Shop.SkuAsync(stock: 9);
        var (_, paid) = await shop.Shop.BuyAsync(skuId, 2);
        await shop.Shop.PayAsync(paid.Number, "t1");
        var (_, unpaid) = await shop.Shop.BuyAsync(skuId, 3);
        await BrokerShop.UntilAsync(async () =>
            (await shop.Shop.Get<CloseOverdueOrders>().ExecuteAsync(Ct)).Closed == 1); // before its message comes
        // From here on the last comes first: paid before placed, "close if unpaid" after paid and after closed.
        await shop.AtBrokerAsync(async channel =>
        {
            await shop.Queues.DeclareAsync(channel, Ct);
            return true;
        });
        await shop.PublishAsync((await IdsAsync(shop)).Reverse());

        await shop.StartWorkersAsync();
        await shop.AllDoneAsync();

        var level = await shop.Shop.StockAsync(skuId);
        Assert.Equal((7L, 0L, 2L), (level.Available, level.Locked, level.Sold));
        Assert.Equal(OrderState.Paid, await StateAsync(shop, paid.Number));
        Assert.Equal(OrderState.Closed, await StateAsync(shop, unpaid.Number));
        await shop.Shop.AuditAsync();
    }

    [Fact]
    public async Task Whoever_stops_leaves_the_rest_to_others()
    {
        await using var shop = await BrokerShop.CreateAsync(Store.Sqlite, await RabbitServer.SharedAsync());
        var skuId = await shop.Shop.SkuAsync(stock: 30);
        for (var i = 0; i < 10; i++)
            await shop.Shop.PayAsync((await shop.Shop.BuyAsync(skuId)).Result.Number, $"t{i}");
        await shop.SendAsync();

        await shop.StartWorkersAsync();
        await shop.StopWorkersAsync(); // in the middle of what it took
        Assert.Equal(OrderState.Paid, (await shop.Shop.ReadAsync(db => db.Set<Order>().FirstAsync(Ct))).State);
        await shop.StartWorkersAsync(shop.Shop.SecondNode());
        await shop.AllDoneAsync();

        Assert.Equal(10, (await shop.Shop.StockAsync(skuId)).Sold);
        await shop.Shop.AuditAsync();
    }

    [Theory]
    [InlineData("rabbit.example.com")]
    [InlineData("http://rabbit.example.com")]
    [InlineData("amqp://")]
    [InlineData("amqp://a,b")]
    public async Task What_is_no_address_of_a_broker_stops_the_start(string address)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var shop = await TestShop.CreateAsync(
                Store.Sqlite, options => options.Settings["Messaging:RabbitMq"] = address);
            _ = shop.Get<IOptions<MessagingOptions>>().Value;
        });
        Assert.Contains("Messaging:RabbitMq", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_messages_off_no_broker_is_asked()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Settings["Messaging:IsOn"] = "false";
            options.Settings["Messaging:RabbitMq"] = "amqp://nobody:there@127.0.0.1:1/";
        });
        Assert.False(shop.Get<RabbitBroker>().IsConfigured);
        Assert.Equal(CheckHealthStatus.Ready, (await shop.Get<CheckHealth>().ExecuteAsync(Ct)).Status);
        Assert.Equal(MessageCarrier.Nobody, await BrokerFaultsTests.CarrierAsync(shop));
    }

    [Fact]
    public async Task Without_an_address_the_shop_delivers_by_itself()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        Assert.Equal(MessageCarrier.Shop, await BrokerFaultsTests.CarrierAsync(shop));
    }

    private static async Task<IEnumerable<string>> IdsAsync(BrokerShop shop) =>
        (await shop.MessagesAsync()).Select(m => m.Id.ToString(CultureInfo.InvariantCulture));

    private static Task<OrderState> StateAsync(BrokerShop shop, OrderNumber number) => shop.Shop.ReadAsync(
        db => db.Set<Order>().Where(o => o.Number == number.Text).Select(o => o.State).SingleAsync(Ct));
}
