using EShop.Core.Accounts;
using EShop.Core.Books;
using EShop.Core.Catalog.LowStock;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Staff;

public enum ShowDashboardStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Shown,
}

/// <param name="DayStart">When today began where the shop is.</param>
public sealed record ShowDashboardRequest(long ActorId, DateTimeOffset DayStart);

/// <param name="Orders">Orders placed in the time.</param>
/// <param name="Revenue">What of them was paid.</param>
/// <param name="Claims">Coupons given out in the time.</param>
public sealed record TradeFigures(int Orders, Money Revenue, int Claims, int NewAccounts);

/// <param name="ToShip">Paid orders that have not gone.</param>
/// <param name="OverdueTasks">Tasks in LOCK for longer than they may.</param>
/// <param name="DeadMessages">Messages that are not delivered any more.</param>
/// <param name="LowProducts">Published products of which something runs low.</param>
public sealed record StuckThings(int ToShip, int OverdueTasks, int DeadMessages, int LowProducts);

/// <param name="IsClean">What the last check found; null: there was none yet.</param>
public sealed record BooksLight(bool? IsClean, DateTimeOffset? At);

/// <param name="LastWeek">The same weekday a week ago, up to the same time of day.</param>
/// <param name="Days">The last seven days, the oldest first, today last.</param>
public sealed record ShowDashboardResult(
    ShowDashboardStatus Status, TradeFigures? Today, TradeFigures? LastWeek, StuckThings? Stuck, BooksLight? Books,
    IReadOnlyList<(DateTimeOffset Day, Money Revenue, int Orders)> Days);

/// <summary>What sells, what is stuck, and whether it all adds up.</summary>
public sealed class ShowDashboard(ShopStore store, StaffGate gate, TimeProvider clock)
{
    private const int DayCount = 7;

    /// <summary>A task is due before it is late: the job has to come by.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public async Task<ShowDashboardResult> ExecuteAsync(ShowDashboardRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ShowDashboardResult(ShowDashboardStatus.NotAllowed, null, null, null, null, []);
        var now = clock.GetUtcNow();
        return await store.ReadAsync(async db =>
        {
            var days = new List<(DateTimeOffset, Money, int)>(DayCount);
            for (var back = DayCount - 1; back >= 0; back--)
            {
                var day = request.DayStart.AddDays(-back);
                var figures = await SalesAsync(db, (day, day.AddDays(1)), ct);
                days.Add((day, figures.Revenue, figures.Orders));
            }

            return new ShowDashboardResult(
                ShowDashboardStatus.Shown, await FiguresAsync(db, (request.DayStart, now.AddMilliseconds(1)), ct),
                await FiguresAsync(db, (request.DayStart.AddDays(-7), now.AddDays(-7)), ct),
                await StuckAsync(db, now - Grace, ct), await LightAsync(db, ct), days);
        }, ct);
    }

    private static async Task<(int Orders, Money Revenue)> SalesAsync(
        ShopDbContext db, (DateTimeOffset Since, DateTimeOffset Until) span, CancellationToken ct)
    {
        var orders = db.Set<Order>().Where(o => o.CreatedAt >= span.Since && o.CreatedAt < span.Until);
        var revenue = await orders
            .Where(o => o.State == OrderState.Paid || o.State == OrderState.Shipped || o.State == OrderState.Completed)
            .SumAsync(o => o.DueMinor, ct);
        return (await orders.CountAsync(ct), new Money(revenue));
    }

    private static async Task<TradeFigures> FiguresAsync(
        ShopDbContext db, (DateTimeOffset Since, DateTimeOffset Until) span, CancellationToken ct)
    {
        var (orders, revenue) = await SalesAsync(db, span, ct);
        var claims = await db.Set<CouponClaim>()
            .CountAsync(c => c.ClaimedAt >= span.Since && c.ClaimedAt < span.Until, ct);
        var accounts = await db.Set<Account>()
            .CountAsync(a => a.CreatedAt >= span.Since && a.CreatedAt < span.Until, ct);
        return new TradeFigures(orders, revenue, claims, accounts);
    }

    private static async Task<StuckThings> StuckAsync(
        ShopDbContext db, DateTimeOffset late, CancellationToken ct) => new(
        await db.Set<Order>().CountAsync(o => o.State == OrderState.Paid, ct),
        await db.Set<StockTask>().CountAsync(t => t.State == LockState.Lock && t.DueAt < late, ct)
            + await db.Set<CouponTask>().CountAsync(t => t.State == LockState.Lock && t.DueAt < late, ct),
        await db.Set<OutboxMessage>().CountAsync(m => m.State == MessageState.Dead, ct),
        await LowStocks.CountProductsAsync(db, ct));

    private static async Task<BooksLight> LightAsync(ShopDbContext db, CancellationToken ct)
    {
        var last = await db.Set<BookCheck>().OrderByDescending(c => c.Id)
            .Select(c => new { c.IsClean, c.At }).FirstOrDefaultAsync(ct);
        return new BooksLight(last?.IsClean, last?.At);
    }
}
