using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

public enum ShowOrderStatus
{
    /// <summary>This account has no such order; that it may be another's is nobody's business.</summary>
    NotFound = 1,
    Shown,
}

public sealed record ShowOrderRequest(long AccountId, OrderNumber Number);

public sealed record OrderStepRow(
    OrderState? FromState, OrderState ToState, DateTimeOffset At, bool IsByStaff, string Note);

public sealed record OrderDetail(
    OrderNumber Number, long AccountId, OrderState State, CloseReason? CloseReason, CheckoutTotal Total,
    string Currency, long? ClaimId, string Recipient, string Phone, string Region, string AddressLine,
    string PostalCode, string Note, string? Tracking, string? PaidWith, DateTimeOffset CreatedAt,
    DateTimeOffset PayUntil, DateTimeOffset? StoppedAt, int Version,
    IReadOnlyList<OrderLineRow> Lines, IReadOnlyList<OrderStepRow> Steps);

public sealed record ShowOrderResult(ShowOrderStatus Status, OrderDetail? Order);

/// <summary>One order with its lines and its timeline, for the shopper whose it is.</summary>
public sealed class ShowOrder(ShopStore store)
{
    public Task<ShowOrderResult> ExecuteAsync(ShowOrderRequest request, CancellationToken ct) =>
        store.ReadAsync(async db =>
        {
            var mine = db.Set<Order>().Where(o => o.AccountId == request.AccountId);
            var order = await FindAsync(db, mine, request.Number, ct);
            return order is null
                ? new ShowOrderResult(ShowOrderStatus.NotFound, null)
                : new ShowOrderResult(ShowOrderStatus.Shown, order);
        }, ct);

    internal static async Task<OrderDetail?> FindAsync(
        ShopDbContext db, IQueryable<Order> orders, OrderNumber number, CancellationToken ct)
    {
        var order = await orders.Include(o => o.Lines).SingleOrDefaultAsync(o => o.Number == number.Text, ct);
        if (order is null) return null;
        var steps = await db.Set<OrderStep>().Where(s => s.OrderNumber == number.Text).OrderBy(s => s.Seq)
            .Select(s => new OrderStepRow(s.FromState, s.ToState, s.At, s.StaffId != null, s.Note)).ToListAsync(ct);
        var total = new CheckoutTotal(
            new Money(order.GoodsMinor), new Money(order.DiscountMinor), new Money(order.ShippingMinor));
        return new OrderDetail(
            number, order.AccountId, order.State, order.CloseReason, total, order.Currency, order.ClaimId,
            order.Recipient, order.Phone, order.Region, order.AddressLine, order.PostalCode, order.Note,
            order.Tracking, order.PaidWith, order.CreatedAt, order.PayUntil, order.StoppedAt,
            order.Version,
            [.. order.Lines.Select(ListOrders.LineOf)], steps);
    }
}
