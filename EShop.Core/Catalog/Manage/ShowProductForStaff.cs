using EShop.Core.Accounts;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Manage;

public enum ShowProductForStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    NotFound,
    Shown,
}

/// <param name="ProductId">0: nothing but the categories, for a product that is to be made.</param>
public sealed record ShowProductForStaffRequest(long ActorId, long ProductId);

public sealed record StaffPicture(long PictureId, string ObjectKey, string Alt);

public sealed record StaffStock(long SkuId, long Available, long Locked, long Sold, long Received, long WrittenOff)
{
    /// <summary>Sold goods that came back into stock.</summary>
    public long Returned { get; init; }
}

public sealed record StaffCategory(long Id, LocalizedText Name);

/// <param name="Version">To be sent along with a change: one that was made in between is then not lost.</param>
public sealed record StaffProduct(
    long Id, int Version, ProductDraft Draft, IReadOnlyList<StaffPicture> Pictures,
    IReadOnlyDictionary<long, StaffStock> Stock, DateTimeOffset UpdatedAt);

public sealed record ShowProductForStaffResult(
    ShowProductForStaffStatus Status, StaffProduct? Product, IReadOnlyList<StaffCategory> Categories);

/// <summary>One product with pictures and stock, and the categories it may stand in.</summary>
public sealed class ShowProductForStaff(ShopStore store, StaffGate gate)
{
    public async Task<ShowProductForStaffResult> ExecuteAsync(ShowProductForStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ShowProductForStaffResult(ShowProductForStaffStatus.NotAllowed, null, []);
        return await store.ReadAsync(async db =>
        {
            var categories = await db.Set<Category>().OrderBy(c => c.Position).ThenBy(c => c.Id)
                .Select(c => new StaffCategory(c.Id, c.Name)).ToListAsync(ct);
            if (request.ProductId == 0)
                return new ShowProductForStaffResult(ShowProductForStaffStatus.Shown, null, categories);
            var product = await db.Set<Product>().Include(p => p.Options).Include(p => p.Skus)
                .Include(p => p.Pictures).AsSplitQuery().SingleOrDefaultAsync(p => p.Id == request.ProductId, ct);
            return product is null
                ? new ShowProductForStaffResult(ShowProductForStaffStatus.NotFound, null, categories)
                : new ShowProductForStaffResult(
                    ShowProductForStaffStatus.Shown, Of(product, await StockAsync(db, product, ct)), categories);
        }, ct);
    }

    private static async Task<IReadOnlyDictionary<long, StaffStock>> StockAsync(
        ShopDbContext db, Product product, CancellationToken ct)
    {
        var skus = product.Skus.Select(s => s.Id).ToArray();
        return await db.Set<StockLevel>().Where(l => skus.Contains(l.SkuId))
            .Select(l => new StaffStock(l.SkuId, l.Available, l.Locked, l.Sold, l.Received, l.WrittenOff))
            .ToDictionaryAsync(l => l.SkuId, ct);
    }

    private static StaffProduct Of(Product product, IReadOnlyDictionary<long, StaffStock> stock) => new(
        product.Id, product.Version, ProductWrite.DraftOf(product),
        [.. product.Pictures.OrderBy(p => p.Position).Select(p => new StaffPicture(p.Id, p.ObjectKey, p.Alt))],
        stock, product.UpdatedAt);
}
