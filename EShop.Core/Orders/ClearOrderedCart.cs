using EShop.Core.Carts;
using EShop.Core.Locks;
using EShop.Core.Messaging;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

/// <summary>Takes what was ordered out of the account's cart, lines added after the order was placed excepted; at once
/// after the checkout, and by message in case the process died between the two. Carts line up as their orders do: one
/// turn clears all that wait.</summary>
internal sealed class ClearOrderedCart : IMessageHandler<OrderPlaced>
{
    private const string Line = "ordered carts";
    private readonly ShopStore _store;
    private readonly TurnLines<string, OrderedGoods, OrderedGoods> _lines;

    public ClearOrderedCart(ShopStore store, ShopLocks locks, IOptions<LockOptions> options, TimeProvider clock)
    {
        _store = store;
        _lines = new(locks, options, clock,
            new(null, (_, goods, pass) => ClearAsync(goods, pass), e => e is StoreBusyException) { Gate = store.Gate });
    }

    public async Task HandleAsync(OrderPlaced message, CancellationToken ct)
    {
        // The checkout has cleared it but for a fault: so look before writing. Two reads, as SQLite does not join what
        // belongs to each row of an outer query.
        var goods = await _store.ReadAsync(db => db.Set<Order>().Where(o => o.Number == message.Number)
            .Select(o => new OrderedGoods(o.AccountId, o.Lines.Select(l => l.SkuId).ToList(), o.CreatedAt))
            .SingleAsync(ct), ct);
        var isLeft = await _store.ReadAsync(db => db.Set<CartLine>().AnyAsync(
            c => goods.SkuIds.Contains(c.SkuId) && c.AddedAt <= goods.At
                && db.Set<Cart>().Any(cart => cart.Id == c.CartId && cart.AccountId == goods.AccountId), ct), ct);
        if (isLeft) await _store.WriteAsync(db => CartLedger.TakeOutAsync(db, [goods], ct), ct);
    }

    /// <summary>Clears at once; where the store or the line is busy the message does it.</summary>
    public async Task ClearAsync(Order order)
    {
        var goods = new OrderedGoods(order.AccountId, [.. order.Lines.Select(l => l.SkuId)], order.CreatedAt);
        try
        {
            await _lines.AskAsync(Line, goods, default);
        }
        catch (StoreBusyException)
        {
            // The order stands all the same.
        }
    }

    private async Task<IReadOnlyList<OrderedGoods>> ClearAsync(
        IReadOnlyList<OrderedGoods> goods, WriteGate.Pass pass)
    {
        await _store.WriteAsync(pass, async db =>
        {
            await CartLedger.TakeOutAsync(db, goods, default);
            return true;
        }, default);
        return goods;
    }
}
