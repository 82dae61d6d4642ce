using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Primitives;

namespace EShop.Core.Orders;

/// <summary>Settles stock and coupon of an order as soon as its outcome is told (S15). It asks what became of the order
/// and takes the same guarded step as the timed job, so a doubled, late or reordered message does no harm.</summary>
internal sealed class SettleOrder(SettleStockTasks stock, SettleCouponTasks coupons)
    : IMessageHandler<OrderPaid>, IMessageHandler<OrderClosed>
{
    public Task HandleAsync(OrderPaid message, CancellationToken ct) => SettleAsync(message.Number, ct);

    public Task HandleAsync(OrderClosed message, CancellationToken ct) => SettleAsync(message.Number, ct);

    private async Task SettleAsync(string number, CancellationToken ct)
    {
        var order = OrderNumber.Stored(number);
        await stock.SettleAsync(order, ct);
        await coupons.SettleAsync(order, ct);
    }
}
