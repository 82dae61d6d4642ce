using EShop.Core.Accounts;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Catalog.Manage;

public enum ShowStockStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    NotFound,
    Shown,
}

/// <param name="Page">The page of its movements, from 1.</param>
public sealed record ShowStockRequest(long ActorId, long SkuId, int Page);

/// <param name="Quantity">Added to the free stock; below zero: taken away.</param>
/// <param name="Order">The order it was taken for or given back from; null: staff's or the shop's own change.</param>
/// <param name="StaffEmail">Whose change it was; empty: an order's, or the shop's own.</param>
public sealed record StockMovementRow(
    DateTimeOffset At, long Quantity, StockReason Reason, OrderNumber? Order, string StaffEmail, string Note)
{
    /// <summary>What became of what was taken for an order; null: it was not taken.</summary>
    public LockState? Outcome { get; init; }

    /// <summary>Since when; null: still open.</summary>
    public DateTimeOffset? SettledAt { get; init; }
}

public sealed record ShowStockResult(
    ShowStockStatus Status, string Code, StaffStock? Stock, IReadOnlyList<StockMovementRow> Movements, int Page,
    int Pages, int Count);

/// <summary>The stock of one SKU and how it came about, the newest movement first.</summary>
public sealed class ShowStock(ShopStore store, StaffGate gate)
{
    public const int PageSize = 20;

    public async Task<ShowStockResult> ExecuteAsync(ShowStockRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return Refused(ShowStockStatus.NotAllowed);
        return await store.ReadAsync(async db =>
        {
            var code = await db.Set<Sku>().Where(s => s.Id == request.SkuId).Select(s => s.Code)
                .SingleOrDefaultAsync(ct);
            if (code is null) return Refused(ShowStockStatus.NotFound);
            var stock = await db.Set<StockLevel>().Where(l => l.SkuId == request.SkuId)
                .Select(l => new StaffStock(l.SkuId, l.Available, l.Locked, l.Sold, l.Received, l.WrittenOff)
                {
                    Returned = l.Returned,
                })
                .SingleOrDefaultAsync(ct);
            var all = db.Set<StockMovement>().Where(m => m.SkuId == request.SkuId);
            var page = ListPage.Of(request.Page, PageSize, await all.CountAsync(ct));
            return new ShowStockResult(
                ShowStockStatus.Shown, code, stock ?? new StaffStock(request.SkuId, 0, 0, 0, 0, 0),
                await RowsAsync(db, all, page, ct), page.Number, page.Count, page.RowCount);
        }, ct);
    }

    private static async Task<IReadOnlyList<StockMovementRow>> RowsAsync(
        ShopDbContext db, IQueryable<StockMovement> movements, ListPage page, CancellationToken ct)
    {
        var rows = await movements.OrderByDescending(m => m.Id).Skip(page.Skip).Take(PageSize)
            .Select(m => new
            {
                Movement = m,
                Task = db.Set<StockTask>().FirstOrDefault(t => t.Id == m.TaskId),
                Email = db.Set<Account>().Where(a => a.Id == m.StaffId).Select(a => a.Email).FirstOrDefault(),
            })
            .ToListAsync(ct);
        return [.. rows.Select(r => new StockMovementRow(
            r.Movement.At, r.Movement.Quantity, r.Movement.Reason,
            r.Task is null ? null : OrderNumber.Stored(r.Task.OrderNumber), r.Email ?? "", r.Movement.Note)
        {
            Outcome = r.Movement.Reason == StockReason.Taken ? r.Task?.State : null,
            SettledAt = r.Task?.SettledAt,
        })];
    }

    private static ShowStockResult Refused(ShowStockStatus status) => new(status, "", null, [], 1, 1, 0);
}
