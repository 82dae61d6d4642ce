using EShop.Core.Carts;
using EShop.Core.Inventory;
using EShop.Core.Locks;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Bench;

/// <summary>The flow that everybody writes first: an order takes the Redis lock of each of its SKUs in turn and commits
/// what it takes; then it is written and its cart cleared, a commit each.</summary>
internal sealed class PlainCheckout(BenchShop shop)
{
    private readonly ShopLocks _locks = shop.Get<ShopLocks>();
    private readonly TimeProvider _clock = shop.Get<TimeProvider>();
    private readonly OrderOptions _options = shop.Get<IOptions<OrderOptions>>().Value;

    public async Task ExecuteAsync(CheckOutRequest request)
    {
        var order = await OrderAsync(shop.Store, request, (_options, _clock.GetUtcNow()));
        foreach (var line in order.Lines) await TakeAsync(order, line);
        await shop.Store.WriteAsync(db => OrderLedger.PlaceAsync(db, [order], default), default);
        var goods = new OrderedGoods(order.AccountId, [.. order.Lines.Select(l => l.SkuId)], order.CreatedAt);
        await shop.Store.WriteAsync(db => CartLedger.TakeOutAsync(db, [goods], default), default);
    }

    /// <summary>The order of a cart, priced now.</summary>
    public static async Task<Order> OrderAsync(
        ShopStore store, CheckOutRequest request, (OrderOptions Options, DateTimeOffset Now) at)
    {
        var draft = (await store.ReadAsync(
            db => CheckoutDraft.ReadAsync(db, [request], at.Options, default), default))[0];
        if (draft.Refusal is { } refusal) throw new InvalidOperationException($"Refused: {refusal.Status}.");
        var total = CheckoutPricing.TotalOf(CheckoutPricing.BasketOf(draft.Lines, at.Options), default);
        return draft.OrderOf(new OrderTerms(
            OrderNumber.New(at.Now), total, "CNY", at.Now, at.Now + at.Options.PayLimit));
    }

    private async Task TakeAsync(Order order, OrderLine line)
    {
        // Who did not get it in a minute goes on as the shop does without Redis: the rows are guarded all the same.
        await using var held = await _locks.TakeAsync(LockKey.Sweep($"plain-sku:{line.SkuId}"), default);
        await shop.Store.WriteAsync(async db =>
        {
            var free = await StockLedger.FreeAsync(db, [line.SkuId], default);
            if (free[line.SkuId] < line.Quantity) throw new InvalidOperationException("Sold out.");
            await StockLedger.TakeAsync(db, order.CreatedAt, [TaskOf(order, line)], default);
        }, default);
    }

    public static StockTask TaskOf(Order order, OrderLine line) => new()
    {
        OrderNumber = order.Number,
        SkuId = line.SkuId,
        Quantity = line.Quantity,
        CreatedAt = order.CreatedAt,
        DueAt = order.PayUntil,
    };
}
