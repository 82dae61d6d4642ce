using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Orders;

public enum CancelOrderByStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    NotFound,

    /// <summary>It is paid, closed or further already.</summary>
    NoLongerOpen,

    Cancelled,
}

public sealed record CancelOrderByStaffRequest(long ActorId, OrderNumber Number);

/// <summary>Staff cancels an unpaid order; stock and coupon come back by its message.</summary>
public sealed partial class CancelOrderByStaff(
    ShopStore store, StaffGate gate, TimeProvider clock, ILogger<CancelOrderByStaff> log)
{
    public async Task<CancelOrderByStaffStatus> ExecuteAsync(CancelOrderByStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return CancelOrderByStaffStatus.NotAllowed;
        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(async db =>
        {
            if (!await db.Set<Order>().AnyAsync(o => o.Number == request.Number.Text, ct))
                return CancelOrderByStaffStatus.NotFound;
            var closing = (request.Number, CloseReason.CancelledByStaff, (long?)request.ActorId);
            if (!await OrderLedger.CloseAsync(db, now, closing, ct)) return CancelOrderByStaffStatus.NoLongerOpen;
            StaffTrail.Add(
                db, now, request.ActorId, "order.cancel", $"order {request.Number}", "AwaitingPayment", "Closed");
            return CancelOrderByStaffStatus.Cancelled;
        }, ct);
        LogCancel(request.Number.Text, status, request.ActorId);
        return status;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cancel order {Order}: {Status}, by {ActorId}")]
    private partial void LogCancel(string order, CancelOrderByStaffStatus status, long actorId);
}
