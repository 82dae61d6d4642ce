using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Staff;

public enum SettleNowStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>No task of this order is open (any more).</summary>
    NothingOpen,

    /// <summary>Its order may be written this very moment; to ask now would forbid it. Once the task is due, it may be
    /// settled.</summary>
    CheckoutUnderWay,

    /// <summary>The order still awaits payment: its tasks stay.</summary>
    StillOpen,

    Settled,
}

public sealed record SettleNowRequest(long ActorId, OrderNumber Order);

/// <summary>Staff has the tasks of one order settled now: the same question and the same guarded step as the job's.
/// </summary>
public sealed partial class SettleNow(
    ShopStore store, StaffGate gate, SettleStockTasks stock, SettleCouponTasks coupons, TimeProvider clock,
    ILogger<SettleNow> log)
{
    public async Task<SettleNowStatus> ExecuteAsync(SettleNowRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return SettleNowStatus.NotAllowed;
        var now = clock.GetUtcNow();
        if (await RefusalAsync(request.Order, now, ct) is { } refusal) return refusal;

        // Each module settles in a transaction of its own, so that it was asked for is written before.
        await store.WriteAsync(db =>
        {
            StaffTrail.Add(db, now, request.ActorId, "task.settle", $"order {request.Order}", "", "");
            return Task.CompletedTask;
        }, ct);
        var isStockSettled = await stock.SettleAsync(request.Order, ct);
        var isCouponSettled = await coupons.SettleAsync(request.Order, ct);
        var status = isStockSettled || isCouponSettled ? SettleNowStatus.Settled : SettleNowStatus.StillOpen;
        LogSettle(request.Order.Text, status, request.ActorId);
        return status;
    }

    private Task<SettleNowStatus?> RefusalAsync(OrderNumber order, DateTimeOffset now, CancellationToken ct) =>
        store.ReadAsync<SettleNowStatus?>(async db =>
        {
            var due = await db.Set<StockTask>()
                .Where(t => t.OrderNumber == order.Text && t.State == LockState.Lock).Select(t => t.DueAt)
                .Concat(db.Set<CouponTask>()
                    .Where(t => t.OrderNumber == order.Text && t.State == LockState.Lock).Select(t => t.DueAt))
                .ToListAsync(ct);
            if (due.Count == 0) return SettleNowStatus.NothingOpen;
            var isWritten = await db.Set<OrderNumberFate>().AnyAsync(f => f.Number == order.Text, ct);
            return !isWritten && due.Exists(d => d > now) ? SettleNowStatus.CheckoutUnderWay : null;
        }, ct);

    [LoggerMessage(Level = LogLevel.Information, Message = "Settle order {Order} now: {Status}, by {ActorId}")]
    private partial void LogSettle(string order, SettleNowStatus status, long actorId);
}
