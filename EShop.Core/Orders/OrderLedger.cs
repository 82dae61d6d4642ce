using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>One step of an order's life, asked for.</summary>
/// <param name="StaffId">Whose step; null: the shopper's, the provider's or the shop's own.</param>
internal sealed record OrderMove(
    OrderNumber Number, OrderState FromState, OrderState ToState, long? StaffId, string Note);

/// <summary>A paid order is cancelled.</summary>
/// <param name="Answer">Staff's word to the shopper; may be empty.</param>
internal sealed record OrderStop(OrderNumber Number, StopReason Reason, long StaffId, string Answer);

/// <summary>The only writer of orders, their timeline and the fate of order numbers. A move is a guarded update on the
/// state it starts from: of paying and closing at once exactly one wins (S16).</summary>
internal static class OrderLedger
{
    /// <summary>Writes orders, the first step of each and their messages, a statement for each kind of row; the unique
    /// keys decide whether they may come to be.</summary>
    public static async Task PlaceAsync(ShopDbContext db, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        await db.InsertAsync([.. orders.Select(FateOf)], ct);
        await db.InsertAsync(orders, ct);
        await db.InsertAsync([.. orders.SelectMany(o => o.Lines)], ct);
        await db.InsertAsync([.. orders.Select(FirstStepOf)], ct);
        await Outbox.AddAllAsync(db, [.. orders.SelectMany(MessagesOf)], ct);
    }

    public static OrderNumberFate FateOf(Order order) =>
        new() { Number = order.Number, IsCreated = true, At = order.CreatedAt };

    public static OrderStep FirstStepOf(Order order) => new()
    {
        OrderNumber = order.Number,
        Seq = 1,
        ToState = OrderState.AwaitingPayment,
        At = order.CreatedAt,
    };

    public static IEnumerable<OutboxMessage> MessagesOf(Order order)
    {
        yield return Outbox.RowOf(order.CreatedAt, new OrderPlaced(order.Number));
        if (order.DueMinor > 0)
            yield return Outbox.RowOf(order.CreatedAt, new CloseUnpaidOrder(order.Number), order.PayUntil);
    }

    /// <summary>Those of the orders that cannot come to be, because their number or their checkout key has been used.
    /// </summary>
    public static async Task<HashSet<string>> UsedAsync(
        ShopDbContext db, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        var numbers = orders.Select(o => o.Number).ToArray();
        var accounts = orders.Select(o => o.AccountId).Distinct().ToArray();
        var keys = orders.Select(o => o.CheckoutKey).Distinct().ToArray();
        var used = await db.Set<OrderNumberFate>().Where(f => numbers.Contains(f.Number))
            .Select(f => f.Number).ToHashSetAsync(StringComparer.Ordinal, ct);
        var first = (await db.Set<Order>()
            .Where(o => accounts.Contains(o.AccountId) && keys.Contains(o.CheckoutKey))
            .Select(o => new { o.AccountId, o.CheckoutKey }).ToListAsync(ct))
            .Select(o => (o.AccountId, o.CheckoutKey)).ToHashSet();
        used.UnionWith(orders.Where(o => first.Contains((o.AccountId, o.CheckoutKey))).Select(o => o.Number));
        return used;
    }

    /// <summary>AwaitingPayment → Paid, with <c>OrderPaid</c>. False: it was not awaiting payment.</summary>
    public static Task<bool> PayAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Number, string? PaidWith) paying, CancellationToken ct) =>
        MoveAsync(db, now,
            new OrderMove(paying.Number, OrderState.AwaitingPayment, OrderState.Paid, null, ""),
            orders => orders.ExecuteUpdateAsync(set => set
                .SetProperty(o => o.State, OrderState.Paid)
                .SetProperty(o => o.PaidWith, paying.PaidWith)
                .SetProperty(o => o.Version, o => o.Version + 1), ct),
            new OrderPaid(paying.Number.Text), ct);

    /// <summary>AwaitingPayment → Closed, with <c>OrderClosed</c>. False: it was not awaiting payment.</summary>
    public static Task<bool> CloseAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Number, CloseReason Reason, long? StaffId) closing,
        CancellationToken ct) =>
        MoveAsync(db, now,
            new OrderMove(closing.Number, OrderState.AwaitingPayment, OrderState.Closed, closing.StaffId,
                closing.Reason.ToString()),
            orders => orders.ExecuteUpdateAsync(set => set
                .SetProperty(o => o.State, OrderState.Closed)
                .SetProperty(o => o.CloseReason, closing.Reason)
                .SetProperty(o => o.Version, o => o.Version + 1), ct),
            new OrderClosed(closing.Number.Text), ct);

    /// <summary>Puts the closing of an unpaid order, or what follows on the cancelling of a paid one, off, so that it
    /// does not block others. False: it is neither any more, or somebody else put it off since.</summary>
    public static async Task<bool> PutOffAsync(
        ShopDbContext db, DueOrder order, DateTimeOffset again, CancellationToken ct) =>
        await db.Set<Order>()
            .Where(o => o.Number == order.Number && o.CloseTries == order.Tries
                && (o.State == OrderState.AwaitingPayment || (o.StoppedAt != null && o.StopSettledAt == null)))
            .ExecuteUpdateAsync(set => set
                .SetProperty(o => o.CloseAgainAt, again)
                .SetProperty(o => o.CloseTries, o => o.CloseTries + 1), ct) == 1;

    /// <summary>Marks a closed order: stock and coupon are being had again for it. False: it is not closed, or somebody
    /// is at it.</summary>
    public static async Task<bool> BeginReviveAsync(
        ShopDbContext db, (OrderNumber Number, DateTimeOffset Until) reviving, CancellationToken ct) =>
        await db.Set<Order>()
            .Where(o => o.Number == reviving.Number.Text && o.State == OrderState.Closed && o.ReviveUntil == null)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ReviveUntil, reviving.Until), ct) == 1;

    /// <summary>Takes the mark away: from here on the order is closed for good, unless it is marked anew. False: the
    /// mark is gone already.</summary>
    public static async Task<bool> EndReviveAsync(
        ShopDbContext db, (OrderNumber Number, DateTimeOffset Until) reviving, CancellationToken ct) =>
        await Revived(db, reviving.Number, reviving.Until)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ReviveUntil, (DateTimeOffset?)null), ct) == 1;

    /// <summary>Closed → Paid, with <c>OrderPaid</c>, while the mark holds. False: it ran out.</summary>
    public static Task<bool> ReviveAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Number, DateTimeOffset Until, string PaidWith) reviving,
        CancellationToken ct) =>
        MoveAsync(db, now,
            new OrderMove(reviving.Number, OrderState.Closed, OrderState.Paid, null, "late payment"),
            orders => orders.Where(o => o.ReviveUntil == reviving.Until).ExecuteUpdateAsync(set => set
                .SetProperty(o => o.State, OrderState.Paid)
                .SetProperty(o => o.PaidWith, reviving.PaidWith)
                .SetProperty(o => o.ReviveUntil, (DateTimeOffset?)null)
                .SetProperty(o => o.Version, o => o.Version + 1), ct),
            new OrderPaid(reviving.Number.Text), ct);

    /// <summary>Paid → Shipped, with <c>OrderShipped</c>. False: it was not paid, was cancelled, or has gone already.
    /// </summary>
    public static Task<bool> ShipAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Number, string Tracking, long StaffId) shipping,
        CancellationToken ct) =>
        MoveAsync(db, now,
            new OrderMove(shipping.Number, OrderState.Paid, OrderState.Shipped, shipping.StaffId, shipping.Tracking),
            orders => orders.Where(o => o.StoppedAt == null).ExecuteUpdateAsync(set => set
                .SetProperty(o => o.State, OrderState.Shipped)
                .SetProperty(o => o.Tracking, shipping.Tracking)
                .SetProperty(o => o.Version, o => o.Version + 1), ct),
            new OrderShipped(shipping.Number.Text), ct);

    /// <summary>Shipped → Completed, with <c>OrderCompleted</c>. False: it was not on its way.</summary>
    public static Task<bool> CompleteAsync(
        ShopDbContext db, DateTimeOffset now, OrderNumber number, CancellationToken ct) =>
        MoveAsync(db, now,
            new OrderMove(number, OrderState.Shipped, OrderState.Completed, null, ""),
            orders => orders.ExecuteUpdateAsync(set => set
                .SetProperty(o => o.State, OrderState.Completed)
                .SetProperty(o => o.Version, o => o.Version + 1), ct),
            new OrderCompleted(number.Text), ct);

    /// <summary>A paid order will not be sent any more, with <c>OrderStopped</c>; of this and sending it exactly one
    /// wins. False: it was not paid, has gone off, or was stopped before.</summary>
    public static async Task<bool> StopAsync(
        ShopDbContext db, DateTimeOffset now, OrderStop stop, CancellationToken ct)
    {
        var rows = await db.Set<Order>()
            .Where(o => o.Number == stop.Number.Text && o.State == OrderState.Paid && o.StoppedAt == null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(o => o.StoppedAt, now)
                .SetProperty(o => o.StopReason, stop.Reason)
                .SetProperty(o => o.StoppedBy, stop.StaffId)
                .SetProperty(o => o.StopAnswer, stop.Answer)
                .SetProperty(o => o.CloseAgainAt, (DateTimeOffset?)null)
                .SetProperty(o => o.CloseTries, 0)
                .SetProperty(o => o.Version, o => o.Version + 1), ct);
        if (rows == 1) Outbox.Add(db, now, new OrderStopped(stop.Number.Text));
        return rows == 1;
    }

    /// <summary>Nothing is left to be done for a paid order that was cancelled, but that its refund arrives.</summary>
    public static Task StopSettledAsync(
        ShopDbContext db, DateTimeOffset now, OrderNumber number, CancellationToken ct) =>
        db.Set<Order>().Where(o => o.Number == number.Text && o.StoppedAt != null && o.StopSettledAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.StopSettledAt, now), ct);

    /// <summary>Paid, Shipped or Completed → Refunded, with <c>OrderRefunded</c>. False: it is none of these (any
    /// more).</summary>
    public static async Task<bool> RefundAsync(
        ShopDbContext db, DateTimeOffset now, OrderNumber number, CancellationToken ct)
    {
        foreach (var from in new[] { OrderState.Paid, OrderState.Shipped, OrderState.Completed })
        {
            var isMoved = await MoveAsync(db, now,
                new OrderMove(number, from, OrderState.Refunded, null, ""),
                orders => orders.ExecuteUpdateAsync(set => set
                    .SetProperty(o => o.State, OrderState.Refunded)
                    .SetProperty(o => o.Version, o => o.Version + 1), ct),
                new OrderRefunded(number.Text), ct);
            if (isMoved) return true;
        }

        return false;
    }

    /// <summary>Something that its page shows has changed beside it.</summary>
    public static Task TouchAsync(ShopDbContext db, string number, CancellationToken ct) =>
        db.Set<Order>().Where(o => o.Number == number)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), ct);

    private static IQueryable<Order> Revived(ShopDbContext db, OrderNumber number, DateTimeOffset until) =>
        db.Set<Order>()
            .Where(o => o.Number == number.Text && o.State == OrderState.Closed && o.ReviveUntil == until);

    private static async Task<bool> MoveAsync<TMessage>(
        ShopDbContext db, DateTimeOffset now, OrderMove move, Func<IQueryable<Order>, Task<int>> updateAsync,
        TMessage message, CancellationToken ct) where TMessage : IMessage
    {
        var number = move.Number.Text;
        var rows = await updateAsync(db.Set<Order>().Where(o => o.Number == number && o.State == move.FromState));
        if (rows == 0) return false;
        var last = await db.Set<OrderStep>().Where(s => s.OrderNumber == number).MaxAsync(s => s.Seq, ct);
        db.Set<OrderStep>().Add(new OrderStep
        {
            OrderNumber = number,
            Seq = last + 1,
            FromState = move.FromState,
            ToState = move.ToState,
            At = now,
            StaffId = move.StaffId,
            Note = move.Note,
        });
        Outbox.Add(db, now, message);
        return true;
    }
}
