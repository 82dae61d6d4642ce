using EShop.Core.Coupons;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

/// <summary>A paid order was cancelled before it went off: where the shop did it unasked the shopper has the coupon
/// again, all that is left of the money goes back, all of the goods go back into stock, and the shopper's request, if
/// there is one, is accepted. The one step to which the message and the sweep lead; twice is once, by the refund's key.
/// </summary>
internal sealed class RefundStopped(
    ShopStore store, ReturnStoppedCoupon coupon, ReturnGoods goods, CompleteRefund complete, TimeProvider clock)
    : IMessageHandler<OrderStopped>
{
    public Task HandleAsync(OrderStopped message, CancellationToken ct) =>
        SettleAsync(OrderNumber.Stored(message.Number), ct);

    public async Task SettleAsync(OrderNumber number, CancellationToken ct)
    {
        var order = await store.ReadAsync(
            db => db.Set<Order>().Include(o => o.Lines).SingleAsync(o => o.Number == number.Text, ct), ct);
        await coupon.ReturnAsync(order, number, ct);
        var now = clock.GetUtcNow();
        try
        {
            await store.WriteAsync(db => RefundAsync(db, now, (number, order), ct), ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // Another node was given the same message and was first.
        }

        await goods.ReturnAsync(number, KeyOf(number), ct);
        if (order.DueMinor == 0) await complete.CompleteAsync(number, ct); // else its refund completes it
        now = clock.GetUtcNow();
        await store.WriteAsync(db => OrderLedger.StopSettledAsync(db, now, number, ct), ct);
    }

    /// <summary>The key of the refund that comes with the cancelling.</summary>
    public static string KeyOf(OrderNumber number) => $"stop-{number}";

    private static async Task RefundAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Number, Order Order) stopped, CancellationToken ct)
    {
        var (number, order) = stopped;
        var key = KeyOf(number);
        if (await db.Set<RefundLine>().AnyAsync(l => l.Key == key, ct)) return;
        if (order.DueMinor > 0) await PromiseRestAsync(db, now, (order, key), ct);
        else Outbox.Add(db, now, new PaymentBack(number.Text));
        var before = await RefundLedger.ReturnedAsync(db, number, ct);
        RefundLedger.WriteLines(db, now,
        [
            .. order.Lines.Where(l => l.Quantity > before.GetValueOrDefault(l.SkuId)).Select(l => new RefundLine
            {
                Key = key,
                OrderNumber = number.Text,
                SkuId = l.SkuId,
                Quantity = l.Quantity - before.GetValueOrDefault(l.SkuId),
                IsBackInStock = true,
            }),
        ]);
        var open = await db.Set<RefundRequest>()
            .Where(r => r.OrderNumber == number.Text && r.State == RefundRequestState.Open)
            .Select(r => r.Id).SingleOrDefaultAsync(ct);
        var move = (open, number.Text, RefundRequestState.Accepted, order.StoppedBy, order.StopAnswer);
        await RefundLedger.MoveRequestAsync(db, now, move, ct);
    }

    private static async Task PromiseRestAsync(
        ShopDbContext db, DateTimeOffset now, (Order Order, string Key) stopped, CancellationToken ct)
    {
        var paid = await db.Set<Payment>().AsNoTracking()
            .SingleAsync(p => p.Provider + ":" + p.ProviderId == stopped.Order.PaidWith
                && p.OrderNumber == stopped.Order.Number, ct);
        // The order was paid a moment ago and its payment has not heard of it yet: the message comes again.
        if (paid.State == PaymentState.Received) throw new InvalidOperationException(
            $"Order {stopped.Order.Number} is stopped, and its payment has not heard that it is kept.");
        // Staff may have sent it all back by hand in the meantime: then nothing is left of it.
        await RefundLedger.LockAsync(db, paid.Id, ct);
        var refunded = await db.Set<Payment>().Where(p => p.Id == paid.Id).Select(p => p.RefundedMinor)
            .SingleAsync(ct);
        var rest = new Money(paid.AmountMinor - refunded);
        if (rest.IsZero) return;
        var ask = new RefundAsk(
            paid.Id, stopped.Key, rest, "order cancelled", stopped.Order.StoppedBy, stopped.Order.StopAnswer);
        if (!await RefundLedger.PromiseAsync(db, now, ask, ct))
            throw new InvalidOperationException($"Payment {paid.Id} is locked, and has less left than it had.");
    }
}

/// <summary>The one place that says what becomes of the coupon of a paid order: it stays used, also when the money goes
/// back (abuse 41), unless the shop cancelled the order without being asked: then the shopper has it again, for as long
/// as it is valid.</summary>
internal sealed class ReturnStoppedCoupon(ShopStore store, SettleCouponTasks coupons)
{
    public async Task ReturnAsync(Order order, OrderNumber number, CancellationToken ct)
    {
        if (order.StopReason != StopReason.ByShop || order.ClaimId is null) return;
        // Its task first becomes FINISH: the order was paid, whatever came after.
        await coupons.SettleAsync(number, ct);
        await store.WriteAsync(db => CouponLedger.ReturnAsync(db, number, ct), ct);
    }
}
