using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Carts;

public enum RemoveCartLineStatus
{
    /// <summary>This owner's cart has no such line (any more).</summary>
    NoSuchLine = 1,
    Removed,
}

public sealed record RemoveCartLineRequest(CartOwner Owner, long SkuId);

/// <summary>Takes a line out of a cart.</summary>
public sealed class RemoveCartLine(ShopStore store, TimeProvider time)
{
    public async Task<RemoveCartLineStatus> ExecuteAsync(RemoveCartLineRequest request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var cart = await CartLedger.EnterAsync(db, now, request.Owner, ct) ?? 0;
            var rows = await CartLedger.LinesOf(db, cart).Where(l => l.SkuId == request.SkuId).ExecuteDeleteAsync(ct);
            return rows == 0 ? RemoveCartLineStatus.NoSuchLine : RemoveCartLineStatus.Removed;
        }, ct);
    }
}
