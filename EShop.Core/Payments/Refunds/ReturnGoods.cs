using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

/// <summary>Puts goods that came back into stock, once for each refund and SKU.</summary>
internal sealed class ReturnGoods(ShopStore store, SettleStockTasks stock, TimeProvider clock)
    : IMessageHandler<GoodsBack>
{
    public Task HandleAsync(GoodsBack message, CancellationToken ct) =>
        ReturnAsync(OrderNumber.Stored(message.Number), message.Key, ct);

    /// <summary>Those that came with the refund of this key; none, and it does nothing.</summary>
    public async Task ReturnAsync(OrderNumber number, string key, CancellationToken ct)
    {
        var lines = await store.ReadAsync(
            db => db.Set<RefundLine>().Where(l => l.Key == key && l.IsBackInStock).OrderBy(l => l.SkuId)
                .ToListAsync(ct), ct);
        if (lines.Count == 0) return;
        // What was only just paid is sold first: only what is sold can come back.
        await stock.SettleAsync(number, ct);
        var now = clock.GetUtcNow();
        await store.WriteAsync(async db =>
        {
            foreach (var line in lines)
                await StockLedger.ReturnAsync(db, now, new StockReturn(number, line.SkuId, line.Quantity, key), ct);
        }, ct);
    }
}

/// <summary>All of the money is back: the order is refunded, from wherever it stood.</summary>
internal sealed class CompleteRefund(ShopStore store, TimeProvider clock) : IMessageHandler<PaymentBack>
{
    public Task HandleAsync(PaymentBack message, CancellationToken ct) =>
        CompleteAsync(OrderNumber.Stored(message.Number), ct);

    public Task CompleteAsync(OrderNumber number, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.WriteAsync(db => OrderLedger.RefundAsync(db, now, number, ct), ct);
    }
}
