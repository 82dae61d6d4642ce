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

    /// <summary>The person has as many unpaid orders as one may; nothing was written.</summary>
    TooManyOpen,

    /// <summary>The person may not have so many of a SKU; nothing was written.</summary>
    OverPersonLimit,

    Placed,
}

/// <param name="SkuId">Of what there would be too many.</param>
/// <param name="Left">How many more of it the person may have.</param>
internal sealed record PlaceOrderResult(PlaceOrderStatus Status, long SkuId = 0, long Left = 0);

/// <param name="Limited">Those of its lines whose SKU sets how many one person may have.</param>
internal sealed record OrderToPlace(Order Order, IReadOnlyList<CheckoutLine> Limited);

/// <summary>Writes an order that has all that it needs. Orders line up: one turn writes all that wait, in one
/// transaction. It needs no lock: of what two of them may both want, which is a person's limit, the database decides.
/// </summary>
internal sealed class PlaceOrder
{
    private const string Line = "orders";
    private const int AttemptsMax = 4;
    private readonly ShopStore _store;
    private readonly int _openMax;
    private readonly TurnLines<string, OrderToPlace, PlaceOrderResult> _lines;

    public PlaceOrder(
        ShopStore store, ShopLocks locks, IOptions<LockOptions> options, IOptions<OrderOptions> orders,
        TimeProvider clock)
    {
        (_store, _openMax) = (store, orders.Value.OpenMax);
        _lines = new(locks, options, clock,
            new(null, (_, waiting, pass) => DecideAsync(waiting, pass), e => e is StoreBusyException)
            {
                Gate = store.Gate,
            });
    }

    /// <summary>Not cancelled by anybody: what was taken for the order waits for it.</summary>
    public async Task<PlaceOrderResult> ExecuteAsync(OrderToPlace order) =>
        (await _lines.AskAsync(Line, order, default)).Value ?? new PlaceOrderResult(PlaceOrderStatus.Busy);

    private async Task<IReadOnlyList<PlaceOrderResult>> DecideAsync(
        IReadOnlyList<OrderToPlace> orders, WriteGate.Pass pass)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Keys and numbers are made fresh: nobody looks for used ones until the store says that there are.
                var isAgain = attempt > 1;
                return await _store.WriteAsync(pass, db => PlaceAsync(db, orders, isAgain), default);
            }
            catch (Exception error) when (attempt < AttemptsMax
                && (StoreErrors.IsDuplicate(error) || error is CommitUnknownException))
            {
                // A twin was first, or the answer of the commit was lost: the rows will tell.
            }
        }
    }

    private async Task<IReadOnlyList<PlaceOrderResult>> PlaceAsync(
        ShopDbContext db, IReadOnlyList<OrderToPlace> orders, bool isAgain)
    {
        var used = isAgain ? await OrderLedger.UsedAsync(db, [.. orders.Select(o => o.Order)], default) : [];
        var keys = new HashSet<(long, string)>();
        var fresh = orders.Where(o => !used.Contains(o.Order.Number)
            && keys.Add((o.Order.AccountId, o.Order.CheckoutKey))).ToList();
        // Two checkouts of one person may have read the same before: here it is decided.
        var refused = await PersonLimits.RefusalsAsync(db, fresh, _openMax, default);
        var placed = fresh.Where(o => !refused.ContainsKey(o)).ToHashSet();
        await OrderLedger.PlaceAsync(db, [.. placed.Select(o => o.Order)], default);
        // Where nothing is due it is paid at once, by the same step as any other.
        foreach (var order in placed.Select(o => o.Order).Where(o => o.DueMinor == 0))
            await OrderLedger.PayAsync(db, order.CreatedAt, (OrderNumber.Stored(order.Number), null), default);
        return [.. orders.Select(o => placed.Contains(o) ? new PlaceOrderResult(PlaceOrderStatus.Placed)
            : refused.GetValueOrDefault(o) ?? new PlaceOrderResult(PlaceOrderStatus.Used))];
    }
}
