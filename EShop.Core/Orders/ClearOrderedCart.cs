using EShop.Core.Carts;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>Takes what was ordered out of the account's cart, lines added after the order was placed excepted; at once
/// after the checkout, and by message in case the process died between the two.</summary>
internal sealed class ClearOrderedCart(ShopStore store) : IMessageHandler<OrderPlaced>
{
    public Task HandleAsync(OrderPlaced message, CancellationToken ct) =>
        ClearAsync(OrderNumber.Stored(message.Number), ct);

    public async Task ClearAsync(OrderNumber number, CancellationToken ct)
    {
        var order = await store.ReadAsync(db => db.Set<Order>().Where(o => o.Number == number.Text)
            .Select(o => new { o.AccountId, o.CreatedAt, SkuIds = o.Lines.Select(l => l.SkuId).ToList() })
            .SingleAsync(ct), ct);
        await store.WriteAsync(db => db.Set<CartLine>()
            .Where(l => order.SkuIds.Contains(l.SkuId) && l.AddedAt <= order.CreatedAt
                && db.Set<Cart>().Any(c => c.Id == l.CartId && c.AccountId == order.AccountId))
            .ExecuteDeleteAsync(ct), ct);
    }
}
