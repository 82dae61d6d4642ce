using EShop.Core.Locks;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Core.Inventory;

internal enum TakeStockStatus
{
    /// <summary>Too many at once; what was taken before is given back.</summary>
    Busy = 1,

    /// <summary>There are fewer than wanted; the result says of what and how many. What was taken before is given back.
    /// </summary>
    SoldOut,

    Taken,
}

/// <param name="Lines">SKU and quantity, each SKU once.</param>
/// <param name="DueAt">When the settling job first asks what became of the order.</param>
internal sealed record TakeStockRequest(
    OrderNumber Order, IReadOnlyList<(long SkuId, int Quantity)> Lines, DateTimeOffset DueAt);

internal sealed record TakeStockResult(TakeStockStatus Status, long SkuId, long Left);

/// <summary>Takes the stock of an order (S10): SKU by SKU in SKU order, each in a turn of its line. When a later SKU is
/// refused, the earlier ones are given back at once.</summary>
internal sealed class TakeStock
{
    private readonly ShopStore _store;
    private readonly TimeProvider _clock;
    private readonly TurnLines<long, StockDemand, StockAnswer> _lines;

    public TakeStock(ShopStore store, ShopLocks locks, IOptions<LockOptions> options, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        var turn = new StockTurn(store, clock);
        _lines = new(locks, options, clock, new(LockKey.Sku, turn.DecideAsync, e => e is StoreBusyException));
    }

    public async Task<TakeStockResult> ExecuteAsync(TakeStockRequest request, CancellationToken ct)
    {
        foreach (var (skuId, quantity) in request.Lines.OrderBy(l => l.SkuId))
        {
            var demand = new StockDemand(request.Order, quantity, request.DueAt);
            var answer = await _lines.AskAsync(skuId, demand, ct);
            if (answer.Value is { IsTaken: true }) continue;
            await GiveBackAsync(request.Order, "checkout refused");
            return answer.Value is { } refusal
                ? new TakeStockResult(TakeStockStatus.SoldOut, skuId, refusal.Left)
                : new TakeStockResult(TakeStockStatus.Busy, skuId, 0);
        }

        return new TakeStockResult(TakeStockStatus.Taken, 0, 0);
    }

    /// <summary>Cancels what was taken for an order that will not be written. Not cancelled by the caller's token:
    /// stock must not stay away because a shopper left; if the process dies, the settling job does it.</summary>
    public Task GiveBackAsync(OrderNumber order, string reason)
    {
        var now = _clock.GetUtcNow();
        return _store.WriteAsync(
            db => StockLedger.SettleAsync(db, now, (order, LockState.Cancel, reason), default), default);
    }
}
