using System.Runtime.CompilerServices;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

public enum WatchOrderStatus
{
    /// <summary>This account has no such order.</summary>
    NotFound = 1,

    /// <summary>As many pages as a node, or a person, may keep open do so already.</summary>
    Busy,

    Watching,
}

public sealed record WatchOrderRequest(long AccountId, OrderNumber Number);

/// <param name="Versions">The order's version now, and again with each change; also without one now and then, so that a
/// reader who has gone is noticed. It ends after a while: who still reads begins again, and is asked again who they
/// are.</param>
public sealed record WatchOrderResult(WatchOrderStatus Status, IAsyncEnumerable<int> Versions);

/// <summary>Watches an order for the page that shows it. News only wake it: what it says it has read, so a lost one
/// costs time and nothing else.</summary>
public sealed class WatchOrder(ShopStore store, OrderNews news, IOptions<OrderOptions> options, TimeProvider clock)
{
    /// <summary>Pages of orders that one person may keep open on a node.</summary>
    public const int PerAccountMax = 6;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public async Task<WatchOrderResult> ExecuteAsync(WatchOrderRequest request, CancellationToken ct)
    {
        if (await VersionAsync(request, ct) is null) return None(WatchOrderStatus.NotFound);
        return news.WatchCount >= options.Value.WatchersMax || news.CountOf(request.AccountId) >= PerAccountMax
            ? None(WatchOrderStatus.Busy)
            : new WatchOrderResult(WatchOrderStatus.Watching, VersionsAsync(request, ct));
    }

    private async IAsyncEnumerable<int> VersionsAsync(
        WatchOrderRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        // Before the first look, so that nothing happens between the two unheard.
        using var watch = news.Begin(request.Number, request.AccountId);
        var end = clock.GetUtcNow() + Life;
        while (clock.GetUtcNow() < end && !ct.IsCancellationRequested)
        {
            if (await VersionAsync(request, ct) is not { } version) yield break;
            yield return version;
            await watch.WaitAsync((options.Value.WatchLook, clock), ct);
        }
    }

    private Task<int?> VersionAsync(WatchOrderRequest request, CancellationToken ct) => store.ReadAsync(
        db => db.Set<Order>().Where(o => o.Number == request.Number.Text && o.AccountId == request.AccountId)
            .Select(o => (int?)o.Version).SingleOrDefaultAsync(ct), ct);

    private static WatchOrderResult None(WatchOrderStatus status) =>
        new(status, AsyncEnumerable.Empty<int>());
}
