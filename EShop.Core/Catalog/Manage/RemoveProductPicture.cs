using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Manage;

public enum RemoveProductPictureStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>The product has no such picture (any more).</summary>
    NotFound,

    Removed,
}

public sealed record RemoveProductPictureRequest(long ActorId, long ProductId, long PictureId);

/// <summary>Staff takes a picture off a product. The object stays: order lines show it.</summary>
public sealed class RemoveProductPicture(ShopStore store, StaffGate gate, TimeProvider clock)
{
    public async Task<RemoveProductPictureStatus> ExecuteAsync(
        RemoveProductPictureRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return RemoveProductPictureStatus.NotAllowed;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var picture = await db.Set<ProductPicture>()
                .SingleOrDefaultAsync(p => p.Id == request.PictureId && p.ProductId == request.ProductId, ct);
            if (picture is null) return RemoveProductPictureStatus.NotFound;
            db.Set<ProductPicture>().Remove(picture);
            StaffTrail.Add(
                db, now, request.ActorId, "picture.remove", $"product {request.ProductId}", picture.ObjectKey, "");
            return RemoveProductPictureStatus.Removed;
        }, ct);
    }
}
