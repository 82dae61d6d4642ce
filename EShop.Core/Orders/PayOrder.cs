using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

internal enum PayOrderStatus
{
    /// <summary>There is no such order.</summary>
    NotFound = 1,

    /// <summary>Not the amount, or not the currency, that is due.</summary>
    WrongAmount,

    /// <summary>Another payment has paid it.</summary>
    PaidOtherwise,

    /// <summary>It was closed before the money came.</summary>
    Closed,

    /// <summary>This very payment has paid it before; twice is once.</summary>
    PaidByThis,

    Paid,
}

/// <param name="PaidWith">The payment, as provider:id.</param>
internal sealed record PayOrderRequest(string Number, Money Amount, string Currency, string PaidWith);

/// <summary>Money came for an order. Of paying and closing at the same moment exactly one wins: both are guarded on
/// "awaits payment" (S16).</summary>
internal sealed class PayOrder(ShopStore store, TimeProvider clock)
{
    public async Task<PayOrderStatus> ExecuteAsync(PayOrderRequest request, CancellationToken ct)
    {
        if (!OrderNumber.TryParse(request.Number, out var number)) return PayOrderStatus.NotFound;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var order = await FindAsync(db, number, ct);
            if (order is null) return PayOrderStatus.NotFound;
            if (order.DueMinor != request.Amount.Minor || order.Currency != request.Currency)
                return PayOrderStatus.WrongAmount;
            if (await OrderLedger.PayAsync(db, now, (number, request.PaidWith), ct)) return PayOrderStatus.Paid;
            // The guard said no: somebody moved it meanwhile, so look at what it is now.
            order = await FindAsync(db, number, ct);
            return order!.State == OrderState.Closed ? PayOrderStatus.Closed
                : order.PaidWith == request.PaidWith ? PayOrderStatus.PaidByThis
                : PayOrderStatus.PaidOtherwise;
        }, ct);
    }

    private static Task<Order?> FindAsync(ShopDbContext db, OrderNumber number, CancellationToken ct) =>
        db.Set<Order>().AsNoTracking().SingleOrDefaultAsync(o => o.Number == number.Text, ct);
}
