using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

public enum TakeBackRefundRequestStatus
{
    /// <summary>This account has no such order.</summary>
    NotFound = 1,

    /// <summary>Nothing is asked for, or it has been decided.</summary>
    NotOpen,

    TakenBack,
}

public sealed record TakeBackRefundRequestRequest(long AccountId, OrderNumber Number);

/// <summary>A shopper no longer wants the refund that they asked for.</summary>
public sealed class TakeBackRefundRequest(ShopStore store, TimeProvider clock)
{
    public async Task<TakeBackRefundRequestStatus> ExecuteAsync(
        TakeBackRefundRequestRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var number = request.Number.Text;
        return await store.WriteAsync(async db =>
        {
            if (!await db.Set<Order>().AnyAsync(o => o.Number == number && o.AccountId == request.AccountId, ct))
                return TakeBackRefundRequestStatus.NotFound;
            var open = await db.Set<RefundRequest>()
                .Where(r => r.OrderNumber == number && r.State == RefundRequestState.Open)
                .Select(r => r.Id).SingleOrDefaultAsync(ct);
            var move = (open, number, RefundRequestState.TakenBack, (long?)null, "");
            return await RefundLedger.MoveRequestAsync(db, now, move, ct)
                ? TakeBackRefundRequestStatus.TakenBack
                : TakeBackRefundRequestStatus.NotOpen;
        }, ct);
    }
}
