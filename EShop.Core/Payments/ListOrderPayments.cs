using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

public sealed record ListOrderPaymentsRequest(long AccountId, OrderNumber Number);

/// <param name="Refunded">What has gone back.</param>
public sealed record OrderPaymentRow(
    string Provider, Money Amount, string Currency, PaymentState State, DateTimeOffset ReceivedAt, Money Refunded);

/// <summary>The money that came for an order, for the shopper whose it is; the first first. Another's order has none.
/// </summary>
public sealed class ListOrderPayments(ShopStore store)
{
    private const int RowsMax = 50;

    public Task<IReadOnlyList<OrderPaymentRow>> ExecuteAsync(ListOrderPaymentsRequest request, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<OrderPaymentRow>>(async db =>
        {
            var number = request.Number.Text;
            var isTheirs = await db.Set<Order>()
                .AnyAsync(o => o.Number == number && o.AccountId == request.AccountId, ct);
            if (!isTheirs) return [];
            var payments = await db.Set<Payment>().Where(p => p.OrderNumber == number)
                .OrderBy(p => p.Id).Take(RowsMax)
                .Select(p => new
                {
                    Payment = p,
                    Refunded = db.Set<Refund>().Where(r => r.PaymentId == p.Id && r.DoneAt != null)
                        .Sum(r => r.AmountMinor),
                }).ToListAsync(ct);
            return [.. payments.Select(p => new OrderPaymentRow(
                p.Payment.Provider, new Money(p.Payment.AmountMinor), p.Payment.Currency, p.Payment.State,
                p.Payment.ReceivedAt, new Money(p.Refunded)))];
        }, ct);
}
