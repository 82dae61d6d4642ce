using System.Text;
using EShop.Core.Accounts;
using EShop.Core.Inventory;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Import;

public enum ExportProductsStatus
{
    /// <summary>Who asks is no admin; nothing was written.</summary>
    NotAllowed = 1,

    Exported,
}

/// <param name="Output">Written to as the products are read; not closed.</param>
public sealed record ExportProductsRequest(long ActorId, Stream Output);

public sealed record ExportProductsResult(ExportProductsStatus Status, int Products);

/// <summary>Writes all products that have something to buy as the product CSV of Shopify, such that its import changes
/// nothing.</summary>
public sealed class ExportProducts(ShopStore store, StaffGate gate, ShopAddress address)
{
    private const int Batch = 200;

    public async Task<ExportProductsResult> ExecuteAsync(ExportProductsRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ExportProductsResult(ExportProductsStatus.NotAllowed, 0);
        // The mark tells spreadsheets that it is UTF-8.
        await using var writer = new StreamWriter(request.Output, new UTF8Encoding(true), 16 * 1024, leaveOpen: true);
        await writer.WriteAsync(ExportCells.Line(ExportRows.Header).AsMemory(), ct);
        var (after, count) = (0L, 0);
        while (await ReadAsync(after, ct) is { Count: > 0 } products)
        {
            foreach (var (product, category, available) in products)
            {
                foreach (var row in new ExportRows(product, category, available, address).All())
                    await writer.WriteAsync(ExportCells.Line(row).AsMemory(), ct);
                count++;
            }
            after = products[^1].Product.Id;
        }
        return new ExportProductsResult(ExportProductsStatus.Exported, count);
    }

    /// <summary>By key, a batch at a time: the whole catalogue never stands in memory.</summary>
    private Task<List<(Product Product, Category Category, Dictionary<long, long> Available)>> ReadAsync(
        long after, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var products = await db.Set<Product>().Include(p => p.Options).Include(p => p.Skus).Include(p => p.Pictures)
            .AsSplitQuery().Where(p => p.Id > after && p.Skus.Any(s => s.IsActive)).OrderBy(p => p.Id).Take(Batch)
            .ToListAsync(ct);
        var categories = await db.Set<Category>().ToDictionaryAsync(c => c.Id, ct);
        var ids = products.Select(p => p.Id).ToList();
        var available = await db.Set<StockLevel>()
            .Where(l => db.Set<Sku>().Any(s => s.Id == l.SkuId && ids.Contains(s.ProductId)))
            .ToDictionaryAsync(l => l.SkuId, l => l.Available, ct);
        return products.ConvertAll(p => (p, categories[p.CategoryId], available));
    }, ct);
}
