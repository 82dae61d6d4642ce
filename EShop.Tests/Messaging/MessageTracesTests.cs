using System.Collections.Concurrent;
using System.Diagnostics;
using EShop.Core.Orders;
using EShop.Core.Telemetry;
using EShop.Tests.Support;

namespace EShop.Tests.Messaging;

/// <summary>What a message does belongs to the trace of what wrote it, whichever way it is carried.</summary>
public sealed class MessageTracesTests
{
    [Fact]
    public async Task Without_a_broker_the_handling_belongs_to_the_trace_of_the_request()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite);
        using var heard = new Heard();
        var trace = await BuyAsync(shop, heard);

        await shop.DeliverAsync();

        Assert.Equal("message", Assert.Single(heard.Of(trace, nameof(OrderPaid))));
    }

    [Fact]
    public async Task Through_the_broker_it_belongs_there_as_well()
    {
        await using var shop = await BrokerShop.CreateAsync(Store.Sqlite, await RabbitServer.SharedAsync());
        using var heard = new Heard();
        var trace = await BuyAsync(shop.Shop, heard);
        await shop.SendAsync();
        var headers = await shop.HeadersAsync("traceparent");
        Assert.Contains(headers, header => header.Contains(trace.ToHexString(), StringComparison.Ordinal));

        await shop.StartWorkersAsync();
        await shop.AllDoneAsync();

        Assert.Equal("message", Assert.Single(heard.Of(trace, nameof(OrderPaid))));
    }

    private static async Task<ActivityTraceId> BuyAsync(TestShop shop, Heard heard)
    {
        var skuId = await shop.SkuAsync(stock: 5);
        using var request = heard.Request.StartActivity("a request")!;
        await shop.PayAsync((await shop.BuyAsync(skuId)).Result.Number, "t1");
        return request.TraceId;
    }

    /// <summary>Listens to traces as an exporter does.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Heard()
        {
            Request = new ActivitySource($"tests {Guid.NewGuid()}");
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == ShopTrace.Name || source.Name == Request.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ActivitySource Request { get; }

        /// <summary>The names of the spans that handled such messages in that trace.</summary>
        public IEnumerable<string> Of(ActivityTraceId trace, string kind) => _ended
            .Where(span => span.TraceId == trace && span.GetTagItem("kind") as string == kind)
            .Select(span => span.DisplayName);

        public void Dispose()
        {
            _listener.Dispose();
            Request.Dispose();
        }
    }
}
