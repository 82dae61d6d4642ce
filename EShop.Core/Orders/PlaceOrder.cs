using EShop.Core.Locks;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

internal enum PlaceOrderStatus
{
    /// <summary>Too many at once; nothing was written.</summary>
    Busy = 1,

    /// <summary>Its number or its checkout key has been used; nothing was written, and the rows tell by whom.</summary>
    Used,

    Placed,
}

internal sealed record PlaceOrderResult(PlaceOrderStatus Status);

/// <summary>Writes an order that has all that it needs. Orders line up: one turn writes all that wait, in one
/// transaction. It needs no lock, as no two of them want the same row.</summary>
internal sealed class PlaceOrder
{
    private const string Line = "orders";
    private const int AttemptsMax = 4;
    private readonly ShopStore _store;
    private readonly TurnLines<string, Order, PlaceOrderResult> _lines;

    public PlaceOrder(ShopStore store, ShopLocks locks, IOptions<LockOptions> options, TimeProvider clock)
    {
        _store = store;
        _lines = new(locks, options, clock,
            new(null, (_, orders) => DecideAsync(orders), e => e is StoreBusyException));
    }

    /// <summary>Not cancelled by anybody: what was taken for the order waits for it.</summary>
    public async Task<PlaceOrderStatus> ExecuteAsync(Order order) =>
        (await _lines.AskAsync(Line, order, default)).Value?.Status ?? PlaceOrderStatus.Busy;

    private async Task<IReadOnlyList<PlaceOrderResult>> DecideAsync(IReadOnlyList<Order> orders)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Keys and numbers are made fresh: nobody looks for used ones until the store says that there are.
                var isAgain = attempt > 1;
                return await _store.WriteAsync(db => PlaceAsync(db, orders, isAgain), default);
            }
            catch (Exception error) when (attempt < AttemptsMax
                && (StoreErrors.IsDuplicate(error) || error is CommitUnknownException))
            {
                // A twin was first, or the answer of the commit was lost: the rows will tell.
            }
        }
    }

    private static async Task<IReadOnlyList<PlaceOrderResult>> PlaceAsync(
        ShopDbContext db, IReadOnlyList<Order> orders, bool isAgain)
    {
        var used = isAgain ? await OrderLedger.UsedAsync(db, orders, default) : [];
        var keys = new HashSet<(long, string)>();
        var placed = orders.Where(o => !used.Contains(o.Number) && keys.Add((o.AccountId, o.CheckoutKey))).ToList();
        await OrderLedger.PlaceAsync(db, placed, default);
        // Where nothing is due it is paid at once, by the same step as any other.
        foreach (var order in placed.Where(o => o.DueMinor == 0))
            await OrderLedger.PayAsync(db, order.CreatedAt, (OrderNumber.Stored(order.Number), null), default);
        var isPlaced = placed.ToHashSet();
        return [.. orders.Select(o =>
            new PlaceOrderResult(isPlaced.Contains(o) ? PlaceOrderStatus.Placed : PlaceOrderStatus.Used))];
    }
}
