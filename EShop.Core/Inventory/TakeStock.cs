using EShop.Core.Locks;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Core.Inventory;

internal enum TakeStockStatus
{
    /// <summary>Too many at once; nothing was taken.</summary>
    Busy = 1,

    /// <summary>There are fewer than wanted; the result says of what and how many. Nothing was taken.</summary>
    SoldOut,

    Taken,
}

/// <param name="Lines">SKU and quantity; the same SKU twice is wanted twice.</param>
/// <param name="DueAt">When the settling job first asks what became of the order.</param>
internal sealed record TakeStockRequest(
    OrderNumber Order, IReadOnlyList<(long SkuId, int Quantity)> Lines, DateTimeOffset DueAt);

internal sealed record TakeStockResult(TakeStockStatus Status, long SkuId, long Left);

/// <summary>Takes the stock of an order (S10), all of it or nothing. Orders line up, whatever they want: one turn
/// takes for all that wait, in one transaction. No lock orders the nodes: the rows themselves do, taken in SKU order.
/// </summary>
internal sealed class TakeStock
{
    private const string Line = "stock";
    private readonly ShopStore _store;
    private readonly TimeProvider _clock;
    private readonly TurnLines<string, TakeStockRequest, TakeStockResult> _lines;

    public TakeStock(ShopStore store, ShopLocks locks, IOptions<LockOptions> options, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        var turn = new StockTurn(store, clock);
        _lines = new(locks, options, clock,
            new(null, (_, requests, pass) => turn.DecideAsync(requests, pass), e => e is StoreBusyException)
            {
                Gate = store.Gate,
            });
    }

    public async Task<TakeStockResult> ExecuteAsync(TakeStockRequest request, CancellationToken ct) =>
        (await _lines.AskAsync(Line, request, ct)).Value ?? new TakeStockResult(TakeStockStatus.Busy, 0, 0);

    /// <summary>Cancels what was taken for an order that will not be written. Not cancelled by the caller's token:
    /// stock must not stay away because a shopper left; if the process dies, the settling job does it.</summary>
    public Task GiveBackAsync(OrderNumber order, string reason)
    {
        var now = _clock.GetUtcNow();
        return _store.WriteAsync(
            db => StockLedger.SettleAsync(
                db, now, [new Settling(order, LockState.Cancel, reason, long.MaxValue)], default), default);
    }
}
