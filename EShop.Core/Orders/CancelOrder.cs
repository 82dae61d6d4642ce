using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

public enum CancelOrderStatus
{
    /// <summary>This account has no such order.</summary>
    NotFound = 1,

    /// <summary>It is paid, closed or further already.</summary>
    NoLongerOpen,

    Cancelled,
}

public sealed record CancelOrderRequest(long AccountId, OrderNumber Number);

/// <summary>A shopper cancels an unpaid order; stock and coupon come back by its message.</summary>
public sealed class CancelOrder(ShopStore store, TimeProvider clock)
{
    public async Task<CancelOrderStatus> ExecuteAsync(CancelOrderRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var isTheirs = await db.Set<Order>()
                .AnyAsync(o => o.Number == request.Number.Text && o.AccountId == request.AccountId, ct);
            if (!isTheirs) return CancelOrderStatus.NotFound;
            var closing = (request.Number, CloseReason.CancelledByShopper, (long?)null);
            return await OrderLedger.CloseAsync(db, now, closing, ct)
                ? CancelOrderStatus.Cancelled
                : CancelOrderStatus.NoLongerOpen;
        }, ct);
    }
}
