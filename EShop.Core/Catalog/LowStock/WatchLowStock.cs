using EShop.Core.Accounts;
using EShop.Core.Inventory;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Catalog.LowStock;

/// <param name="Fallen">SKUs of which staff was told now.</param>
/// <param name="Mails">Mails that told of them: one to each member of staff, of all at once.</param>
public sealed record WatchLowStockResult(int Fallen, int Mails);

/// <summary>Tells staff by mail what has fallen to its low-stock mark, each fall once: the mark's row and the queued
/// mails are one transaction, and the row stands until there is enough again. A look, not a part of selling: a rush
/// pays nothing for it, and a fall that is made good between two looks is not told.</summary>
public sealed partial class WatchLowStock(ShopStore store, TimeProvider clock, ILogger<WatchLowStock> log)
{
    internal const int BatchMax = 200;

    public async Task<WatchLowStockResult> ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await store.WriteAsync(db => ForgetRisenAsync(db, ct), ct);
        var (fallen, mails) = (0, 0);
        while (true)
        {
            var due = await store.ReadAsync(db => LowStocks.Marked(db)
                .Where(s => !db.Set<LowStockMark>().Any(m => m.SkuId == s.Id))
                .OrderBy(s => s.Id).Take(BatchMax).Select(s => s.Id).ToListAsync(ct), ct);
            if (due.Count == 0) break;
            var told = await store.WriteAsync(db => TellAsync(db, now, due, ct), ct);
            (fallen, mails) = (fallen + told.Fallen, mails + told.Mails);
            if (due.Count < BatchMax) break;
        }

        if (fallen > 0) LogTold(fallen, mails);
        return new WatchLowStockResult(fallen, mails);
    }

    private static Task ForgetRisenAsync(ShopDbContext db, CancellationToken ct) => db.Set<LowStockMark>()
        .Where(m => !LowStocks.Marked(db).Any(s => s.Id == m.SkuId)).ExecuteDeleteAsync(ct);

    /// <summary>Only what this transaction marks is told of: another node, or new goods, may have been first.</summary>
    private static async Task<WatchLowStockResult> TellAsync(
        ShopDbContext db, DateTimeOffset now, List<long> due, CancellationToken ct)
    {
        var mine = new List<long>();
        foreach (var skuId in due.Order())
            if (await MarkAsync(db, now, skuId, ct)) mine.Add(skuId);
        if (mine.Count == 0) return new WatchLowStockResult(0, 0);
        var prices = await PriceList.ReadAsync(db, mine, ct);
        var stock = await db.Set<StockLevel>().AsNoTracking().Where(l => mine.Contains(l.SkuId))
            .ToDictionaryAsync(l => l.SkuId, l => l.Available, ct);
        var readers = await StaffReaders.ListAsync(db, ct);
        foreach (var reader in readers)
            MailQueue.Add(db, now, LowStockMails.Fell(
                reader, [.. mine.Select(id => (prices[id], stock.GetValueOrDefault(id)))], now));
        return new WatchLowStockResult(mine.Count, readers.Count);
    }

    private static async Task<bool> MarkAsync(
        ShopDbContext db, DateTimeOffset now, long skuId, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into low_stock_marks (sku_id, fell_at)
             select s.id, {now.ToUnixTimeMilliseconds()} from skus s join stock_levels l on l.sku_id = s.id
             where s.id = {skuId} and l.available <= s.low_stock_at
             on conflict (sku_id) do nothing
             """, ct) == 1;

    [LoggerMessage(Level = LogLevel.Information, Message = "Low stock: {Fallen} told of by {Mails} mails")]
    private partial void LogTold(int fallen, int mails);
}
