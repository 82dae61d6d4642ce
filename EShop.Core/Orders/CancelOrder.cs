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

    /// <summary>The payment provider does not answer, so money may be on its way; nothing was changed. Try again.
    /// </summary>
    MoneyUnknown,

    Cancelled,
}

public sealed record CancelOrderRequest(long AccountId, OrderNumber Number);

/// <summary>A shopper cancels an unpaid order; stock and coupon come back by its message. First its payment is closed
/// at the provider: money that was faster wins (S16).</summary>
public sealed class CancelOrder(ShopStore store, IOrderMoney money, TimeProvider clock)
{
    public async Task<CancelOrderStatus> ExecuteAsync(CancelOrderRequest request, CancellationToken ct)
    {
        var state = await store.ReadAsync(db => db.Set<Order>()
            .Where(o => o.Number == request.Number.Text && o.AccountId == request.AccountId)
            .Select(o => (OrderState?)o.State).SingleOrDefaultAsync(ct), ct);
        if (state is null) return CancelOrderStatus.NotFound;
        if (state != OrderState.AwaitingPayment) return CancelOrderStatus.NoLongerOpen;
        // From here on the shopper's leaving changes nothing: what is closed there is closed here.
        if (await money.EndAsync(request.Number, default) == MoneyAnswer.CannotKnow)
            return CancelOrderStatus.MoneyUnknown;
        var now = clock.GetUtcNow();
        var closing = (request.Number, CloseReason.CancelledByShopper, (long?)null);
        return await store.WriteAsync(db => OrderLedger.CloseAsync(db, now, closing, default), default)
            ? CancelOrderStatus.Cancelled
            : CancelOrderStatus.NoLongerOpen;
    }
}
