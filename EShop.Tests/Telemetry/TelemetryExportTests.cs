using System.Collections.Concurrent;
using System.Text;
using EShop.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EShop.Tests.Telemetry;

/// <summary>A running shop tells a collector, over OTLP.</summary>
public sealed class TelemetryExportTests
{
    [Fact]
    public async Task A_collector_is_told_metrics_and_traces()
    {
        var heard = new ConcurrentDictionary<string, StringBuilder>();
        await using var collector = await CollectAsync(heard);
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["Telemetry:Otlp"] = collector.Urls.Single();
            options.Settings["Telemetry:TraceShare"] = "1";
            options.Settings["Telemetry:SendEvery"] = "00:00:01";
            options.Settings["Telemetry:CountEvery"] = "00:00:01";
        });
        using var visitor = new HttpVisitor(shop.Address);
        await visitor.GetAsync("/coupons");

        await HearsAsync(heard, "/v1/metrics",
            "eshop.backlog.waiting", "eshop.sweep.duration", "http.server.request.duration", "stock-tasks");
        await HearsAsync(heard, "/v1/traces", "eshop", "sweep", "/coupons");
        Assert.DoesNotContain("/health", heard["/v1/traces"].ToString(), StringComparison.Ordinal);
    }

    /// <summary>The texts in a body can be read without knowing its schema: protobuf writes them as they are.</summary>
    private static async Task<WebApplication> CollectAsync(ConcurrentDictionary<string, StringBuilder> heard)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.MapPost("/v1/{what}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var text = heard.GetOrAdd(context.Request.Path, _ => new StringBuilder());
            lock (text) text.Append(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    private static async Task HearsAsync(
        ConcurrentDictionary<string, StringBuilder> heard, string path, params string[] words)
    {
        foreach (var word in words)
            await Until.TrueAsync(() =>
            {
                if (!heard.TryGetValue(path, out var text)) return Task.FromResult(false);
                lock (text) return Task.FromResult(text.ToString().Contains(word, StringComparison.Ordinal));
            });
    }
}
