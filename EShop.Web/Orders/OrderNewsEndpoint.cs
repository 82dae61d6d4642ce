using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Web.Accounts;

namespace EShop.Web.Orders;

/// <summary>The news of one order as server-sent events, for the page that shows it (js/orders.js): each says the
/// order's version and nothing else; what has changed is read from the page itself.</summary>
internal static class OrderNewsEndpoint
{
    private static readonly TimeSpan BeginAgainAfter = TimeSpan.FromSeconds(2);

    public static void MapOrderNews(this WebApplication app) =>
        app.MapGet("/orders/{number}/news", WatchAsync).RequireAuthorization();

    private static async Task<IResult> WatchAsync(
        string number, WatchOrder watch, IHostApplicationLifetime shop, HttpContext context)
    {
        if (!OrderNumber.TryParse(number, out var order)) return Results.NotFound();
        // A shop that stops does not wait for its readers: they begin again elsewhere.
        var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, shop.ApplicationStopping);
        context.Response.RegisterForDispose(end);
        var result = await watch.ExecuteAsync(new WatchOrderRequest(context.User.AccountId(), order), end.Token);
        return result.Status switch
        {
            WatchOrderStatus.NotFound => Results.NotFound(),
            WatchOrderStatus.Busy => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
            WatchOrderStatus.Watching => Stream(context, result.Versions, end.Token),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static IResult Stream(HttpContext context, IAsyncEnumerable<int> versions, CancellationToken ct)
    {
        // A proxy on the way must pass each event on at once.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(EventsAsync(versions, ct));
    }

    private static async IAsyncEnumerable<SseItem<int>> EventsAsync(
        IAsyncEnumerable<int> versions, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var version in versions.WithCancellation(ct))
            yield return new SseItem<int>(version) { ReconnectionInterval = BeginAgainAfter };
    }
}
