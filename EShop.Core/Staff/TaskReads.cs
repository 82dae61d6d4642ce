using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Staff;

/// <summary>A stock task or a coupon task, as far as they are alike.</summary>
internal sealed record AnyTask(
    long Id, string OrderNumber, LocalizedText Subject, string Code, int Quantity, LockState State,
    DateTimeOffset CreatedAt, DateTimeOffset DueAt, DateTimeOffset? SettledAt, int Tries, string Reason)
{
    public TaskRow RowOf(IReadOnlyDictionary<string, OrderState> orders, DateTimeOffset now)
    {
        OrderState? order = orders.TryGetValue(OrderNumber, out var state) ? state : null;
        return new TaskRow(
            Id, Primitives.OrderNumber.Stored(OrderNumber), order is not null, Subject, Code, Quantity, State,
            State == LockState.Lock ? WaitOf(order, now) : null, CreatedAt, DueAt, SettledAt, Tries, Reason);
    }

    private TaskWait WaitOf(OrderState? order, DateTimeOffset now) =>
        order is not (null or OrderState.AwaitingPayment) ? TaskWait.SettlesSoon
        : DueAt <= now ? TaskWait.Due
        : Tries > 0 ? TaskWait.FailedBefore
        : order is null ? TaskWait.CheckoutUnderWay
        : TaskWait.AwaitsPayment;
}

internal static class TaskReads
{
    public static async Task<(ListPage Page, IReadOnlyList<AnyTask> Tasks)> StockAsync(
        ShopDbContext db, ListTasksRequest request, CancellationToken ct)
    {
        var order = Piece(request);
        var all = db.Set<StockTask>().Where(t =>
            (request.State == null || t.State == request.State) && t.OrderNumber.Contains(order));
        var page = ListPage.Of(request.Page, ListTasks.PageSize, await all.CountAsync(ct));
        var sorted = request.State == LockState.Lock
            ? all.OrderBy(t => t.DueAt).ThenBy(t => t.Id)
            : all.OrderByDescending(t => t.Id);
        var tasks = await sorted.Skip(page.Skip).Take(ListTasks.PageSize).ToListAsync(ct);
        var skus = await PriceList.ReadAsync(db, [.. tasks.Select(t => t.SkuId).Distinct()], ct);
        return (page, [.. tasks.Select(t => new AnyTask(
            t.Id, t.OrderNumber, skus.TryGetValue(t.SkuId, out var sku) ? sku.Name : LocalizedText.Empty,
            skus.TryGetValue(t.SkuId, out var named) ? named.Code : $"{t.SkuId}", t.Quantity, t.State, t.CreatedAt,
            t.DueAt, t.SettledAt, t.Tries, t.Reason))]);
    }

    public static async Task<(ListPage Page, IReadOnlyList<AnyTask> Tasks)> CouponsAsync(
        ShopDbContext db, ListTasksRequest request, CancellationToken ct)
    {
        var order = Piece(request);
        var all = db.Set<CouponTask>().Where(t =>
            (request.State == null || t.State == request.State) && t.OrderNumber.Contains(order));
        var page = ListPage.Of(request.Page, ListTasks.PageSize, await all.CountAsync(ct));
        var sorted = request.State == LockState.Lock
            ? all.OrderBy(t => t.DueAt).ThenBy(t => t.Id)
            : all.OrderByDescending(t => t.Id);
        var tasks = await sorted.Skip(page.Skip).Take(ListTasks.PageSize)
            .Select(t => new
            {
                Task = t,
                Coupon = db.Set<CouponClaim>().Where(c => c.Id == t.ClaimId)
                    .Join(db.Set<Coupon>(), c => c.CouponId, c => c.Id, (claim, coupon) => coupon).First(),
            })
            .ToListAsync(ct);
        return (page, [.. tasks.Select(t => new AnyTask(
            t.Task.Id, t.Task.OrderNumber, t.Coupon.Name, "", 1, t.Task.State, t.Task.CreatedAt, t.Task.DueAt,
            t.Task.SettledAt, t.Task.Tries, t.Task.Reason))]);
    }

    public static Task<Dictionary<string, OrderState>> OrdersAsync(
        ShopDbContext db, string[] numbers, CancellationToken ct) =>
        db.Set<Order>().Where(o => numbers.Contains(o.Number)).ToDictionaryAsync(o => o.Number, o => o.State, ct);

    private static string Piece(ListTasksRequest request)
    {
        var piece = request.Order.Trim().ToUpperInvariant();
        return piece.Length <= OrderNumber.Length ? piece : piece[..OrderNumber.Length];
    }
}
