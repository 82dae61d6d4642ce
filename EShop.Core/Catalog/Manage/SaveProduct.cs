using System.Text.Json;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Catalog.Manage;

public enum SaveProductStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>The result says what is wrong with the draft.</summary>
    Refused,

    NotFound,

    /// <summary>Somebody has changed it since it was shown; nothing was changed.</summary>
    Stale,

    /// <summary>Another product has this address.</summary>
    HandleTaken,

    /// <summary>Another product has a SKU of this code.</summary>
    CodeTaken,

    Saved,
}

/// <param name="ProductId">0: a new one.</param>
/// <param name="Version">The version that was shown; 0 for a new one.</param>
public sealed record SaveProductRequest(long ActorId, long ProductId, int Version, ProductDraft Draft);

public sealed record SaveProductResult(SaveProductStatus Status, long ProductId, IReadOnlyList<ProductFault> Faults);

/// <summary>Staff makes a product or changes it. Stock is not part of it: see <see cref="ChangeStock"/>.</summary>
public sealed partial class SaveProduct(
    ShopStore store, StaffGate gate, TimeProvider clock, ILogger<SaveProduct> log)
{
    public async Task<SaveProductResult> ExecuteAsync(SaveProductRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new SaveProductResult(SaveProductStatus.NotAllowed, 0, []);
        var faults = ProductFaults.Of(request.Draft, request.ProductId == 0);
        if (faults.Count > 0) return new SaveProductResult(SaveProductStatus.Refused, request.ProductId, faults);
        var result = await TrySaveAsync(request, ct);
        LogSave(result.ProductId, result.Status, request.ActorId);
        return result;
    }

    private async Task<SaveProductResult> TrySaveAsync(SaveProductRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await store.WriteAsync(db => SaveAsync(db, now, request, ct), ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            var isHandle = request.ProductId == 0 && await store.ReadAsync(
                db => db.Set<Product>().AnyAsync(p => p.Handle == request.Draft.Handle.Trim(), ct), ct);
            var taken = isHandle ? SaveProductStatus.HandleTaken : SaveProductStatus.CodeTaken;
            return new SaveProductResult(taken, request.ProductId, []);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new SaveProductResult(SaveProductStatus.Stale, request.ProductId, []);
        }
    }

    private static async Task<SaveProductResult> SaveAsync(
        ShopDbContext db, DateTimeOffset now, SaveProductRequest request, CancellationToken ct)
    {
        var (draft, id) = (request.Draft, request.ProductId);
        if (!await db.Set<Category>().AnyAsync(c => c.Id == draft.CategoryId, ct))
            return Refused(id, new ProductFault(ProductFaultKind.CategoryUnknown));
        var existing = id == 0 ? null : await FindAsync(db, id, ct);
        if (id != 0 && existing is null) return new SaveProductResult(SaveProductStatus.NotFound, id, []);
        if ((existing?.Version ?? 0) != request.Version)
            return new SaveProductResult(SaveProductStatus.Stale, id, []);
        var unknown = draft.Skus.Index()
            .Where(s => s.Item.SkuId != 0 && existing?.Skus.Exists(k => k.Id == s.Item.SkuId) != true).ToList();
        if (unknown.Count > 0) return Refused(id, new ProductFault(ProductFaultKind.SkuUnknown, unknown[0].Index));
        var product = existing ?? ProductWrite.New(db, draft, now);
        var before = id == 0 ? "" : JsonSerializer.Serialize(ProductWrite.DraftOf(product));
        ProductWrite.Fill(product, draft, now);
        await db.SaveChangesAsync(ct);
        StaffTrail.Add(
            db, now, request.ActorId, id == 0 ? "product.create" : "product.change", $"product {product.Id}", before,
            JsonSerializer.Serialize(ProductWrite.DraftOf(product)));
        return new SaveProductResult(SaveProductStatus.Saved, product.Id, []);
    }

    private static Task<Product?> FindAsync(ShopDbContext db, long id, CancellationToken ct) =>
        db.Set<Product>().Include(p => p.Options).Include(p => p.Skus).AsSplitQuery()
            .SingleOrDefaultAsync(p => p.Id == id, ct);

    private static SaveProductResult Refused(long id, ProductFault fault) =>
        new(SaveProductStatus.Refused, id, [fault]);

    [LoggerMessage(Level = LogLevel.Information, Message = "Save product {ProductId}: {Status}, by {ActorId}")]
    private partial void LogSave(long productId, SaveProductStatus status, long actorId);
}
