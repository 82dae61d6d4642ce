using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Objects;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Manage;

public enum AddProductPictureStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>The result's <c>Picture</c> says why it cannot be read.</summary>
    PictureRefused,

    /// <summary>The object store is away; nothing was changed.</summary>
    StoreAway,

    NotFound,

    /// <summary>The product has <see cref="AddProductPicture.PicturesMax"/> already.</summary>
    TooMany,

    Added,
}

/// <param name="Content">A JPEG, PNG or WebP of at most <see cref="Pictures.BytesMax"/>.</param>
/// <param name="Alt">What it shows, for who cannot see it.</param>
public sealed record AddProductPictureRequest(long ActorId, long ProductId, ReadOnlyMemory<byte> Content, string Alt);

public sealed record AddProductPictureResult(AddProductPictureStatus Status, PictureStatus? Picture);

/// <summary>Staff adds a picture to a product, as its last. The upload is decoded and drawn anew, square.</summary>
public sealed class AddProductPicture(
    ShopStore store, StaffGate gate, Pictures pictures, IObjectStore objects, TimeProvider clock)
{
    public const int PicturesMax = 12;

    public async Task<AddProductPictureResult> ExecuteAsync(AddProductPictureRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return Of(AddProductPictureStatus.NotAllowed);
        var picture = await pictures.ReadSquareAsync(request.Content, ct);
        if (picture.Status != PictureStatus.Read)
            return new AddProductPictureResult(AddProductPictureStatus.PictureRefused, picture.Status);
        var key = ObjectKey.Parse($"products/{ObjectKey.NewName()}.webp");
        try
        {
            await objects.PutAsync(key, picture.Large, ct);
        }
        catch (ObjectStoreException)
        {
            return Of(AddProductPictureStatus.StoreAway);
        }

        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(db => AddAsync(db, now, (request, key), ct), ct);
        if (status != AddProductPictureStatus.Added) await objects.DeleteAsync(key, default);
        return Of(status);
    }

    private static async Task<AddProductPictureStatus> AddAsync(
        ShopDbContext db, DateTimeOffset now, (AddProductPictureRequest Request, ObjectKey Key) adding,
        CancellationToken ct)
    {
        var (request, key) = adding;
        var product = await db.Set<Product>().Include(p => p.Pictures)
            .SingleOrDefaultAsync(p => p.Id == request.ProductId, ct);
        if (product is null) return AddProductPictureStatus.NotFound;
        if (product.Pictures.Count >= PicturesMax) return AddProductPictureStatus.TooMany;
        var alt = request.Alt.Trim();
        product.Pictures.Add(new ProductPicture
        {
            Position = product.Pictures.Count == 0 ? 1 : product.Pictures.Max(p => p.Position) + 1,
            ObjectKey = key.Value,
            Alt = alt.Length <= Product.NameMax ? alt : alt[..Product.NameMax],
        });
        StaffTrail.Add(db, now, request.ActorId, "picture.add", $"product {product.Id}", "", key.Value);
        return AddProductPictureStatus.Added;
    }

    private static AddProductPictureResult Of(AddProductPictureStatus status) => new(status, null);
}
