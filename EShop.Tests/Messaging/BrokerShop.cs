using System.Text;
using EShop.Core.Messaging;
using EShop.Core.Messaging.Broker;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;

namespace EShop.Tests.Messaging;

/// <summary>A shop whose messages go through a real RabbitMQ, in queues of its own. The broker's time is real, so the
/// shop's is as well. No timed job runs; the workers of messages run on the nodes that the test starts.</summary>
internal sealed class BrokerShop : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly RabbitServer _server;
    private readonly List<IHostedService> _workers = [];

    private BrokerShop(TestShop shop, RabbitServer server) => (Shop, _server) = (shop, server);

    public TestShop Shop { get; }

    public RabbitQueues Queues => Shop.Get<RabbitBroker>().Queues;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="port">Where the shop looks for the broker, when a wire lies between.</param>
    public static async Task<BrokerShop> CreateAsync(
        Store store, RabbitServer server, Action<TestShopOptions>? configure = null, int? port = null)
    {
        var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Settings["Messaging:RabbitMq"] = RabbitServer.AddressAt(port ?? server.Port);
            options.Settings["Messaging:Prefix"] = $"t{Guid.NewGuid():N}.";
            options.Settings["Messaging:Pause"] = "00:00:00.2";
            options.Settings["Messaging:ConfirmWithin"] = "00:00:30";
            configure?.Invoke(options);
            var others = options.Services;
            options.Services = services =>
            {
                others(services);
                services.Replace(ServiceDescriptor.Singleton(TimeProvider.System));
            };
        });
        shop.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        return new BrokerShop(shop, server);
    }

    /// <summary>Starts what sends and takes messages, as a running node does.</summary>
    public async Task StartWorkersAsync(TestShop.Node? node = null)
    {
        var services = node?.Get<IServiceProvider>() ?? Shop.Get<IServiceProvider>();
        IHostedService[] workers =
        [
            ActivatorUtilities.CreateInstance<MessagePump>(services),
            ActivatorUtilities.CreateInstance<MessageConsumers>(services),
        ];
        foreach (var worker in workers) await worker.StartAsync(Ct);
        _workers.AddRange(workers);
    }

    /// <summary>As a node that is asked to stop; what was sent stays with the broker.</summary>
    public async Task StopWorkersAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(CancellationToken.None);
            (worker as IDisposable)?.Dispose();
        }
        _workers.Clear();
    }

    /// <summary>Sends what waits, once, without taking any.</summary>
    public async Task SendAsync()
    {
        var sent = await Shop.Get<RelayMessages>().ExecuteAsync(Ct);
        Assert.False(sent.IsBrokerAway);
    }

    public static Task UntilAsync(Func<Task<bool>> isSo) => Until.TrueAsync(isSo, Patience);

    /// <summary>Until every message that is due has been handled.</summary>
    public Task AllDoneAsync() => UntilAsync(() => Shop.ReadAsync(async db => !await db.Set<OutboxMessage>()
        .AnyAsync(m => m.State != MessageState.Done && m.DueAt <= TimeProvider.System.GetUtcNow(), Ct)));

    public Task<List<OutboxMessage>> MessagesAsync() =>
        Shop.ReadAsync(db => db.Set<OutboxMessage>().OrderBy(m => m.Id).ToListAsync(Ct));

    /// <summary>Does something with the broker that the shop knows nothing of.</summary>
    public async Task<T> AtBrokerAsync<T>(Func<IChannel, Task<T>> act)
    {
        await using var connection = await _server.ConnectAsync();
        var confirms = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        await using var channel = await connection.CreateChannelAsync(confirms, Ct);
        return await act(channel);
    }

    /// <summary>Puts a message into the work queue, as a broker that doubles or reorders would.</summary>
    public Task PublishAsync(params IEnumerable<string> ids) => AtBrokerAsync(async channel =>
    {
        foreach (var id in ids)
            await channel.BasicPublishAsync(
                "", Queues.Work, mandatory: true, new BasicProperties { MessageId = id }, default, Ct);
        return true;
    });

    /// <summary>A header of each message in the work queue, which return to it.</summary>
    public Task<List<string>> HeadersAsync(string name) => AtBrokerAsync(async channel =>
    {
        var headers = new List<string>();
        while (await channel.BasicGetAsync(Queues.Work, autoAck: false, Ct) is { } taken)
            headers.Add(Encoding.UTF8.GetString((byte[])taken.BasicProperties.Headers![name]!));
        return headers; // not acknowledged when the channel ends
    });

    public Task<uint> CountAsync(string queue) => AtBrokerAsync(channel => channel.MessageCountAsync(queue, Ct));

    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        var queues = Queues;
        await Shop.DisposeAsync();
        await AtBrokerAsync(async channel =>
        {
            foreach (var queue in queues.All)
                await channel.QueueDeleteAsync(queue, false, false, cancellationToken: Ct);
            return true;
        });
    }
}
