using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

public enum ConfirmReceiptStatus
{
    /// <summary>This account has no such order.</summary>
    NotFound = 1,

    /// <summary>It is not on its way.</summary>
    NotShipped,

    Completed,
}

public sealed record ConfirmReceiptRequest(long AccountId, OrderNumber Number);

/// <summary>A shopper says that the goods have arrived.</summary>
public sealed class ConfirmReceipt(ShopStore store, TimeProvider clock)
{
    public async Task<ConfirmReceiptStatus> ExecuteAsync(ConfirmReceiptRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var isTheirs = await db.Set<Order>()
                .AnyAsync(o => o.Number == request.Number.Text && o.AccountId == request.AccountId, ct);
            if (!isTheirs) return ConfirmReceiptStatus.NotFound;
            return await OrderLedger.CompleteAsync(db, now, request.Number, ct)
                ? ConfirmReceiptStatus.Completed
                : ConfirmReceiptStatus.NotShipped;
        }, ct);
    }
}
