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

    /// <summary>The payment provider does not answer, so money may be on its way; nothing was changed. Try again.
    /// </summary>
    MoneyUnknown,

    Cancelled,
}

public sealed record CancelOrderByStaffRequest(long ActorId, OrderNumber Number);

/// <summary>Staff cancels an unpaid order; stock and coupon come back by its message. First its payment is closed at
/// the provider: money that was faster wins (S16).</summary>
public sealed partial class CancelOrderByStaff(
    ShopStore store, StaffGate gate, IOrderMoney money, TimeProvider clock, ILogger<CancelOrderByStaff> log)
{
    public async Task<CancelOrderByStaffStatus> ExecuteAsync(CancelOrderByStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return CancelOrderByStaffStatus.NotAllowed;
        var status = await DecideAsync(request, ct);
        LogCancel(request.Number.Text, status, request.ActorId);
        return status;
    }

    private async Task<CancelOrderByStaffStatus> DecideAsync(CancelOrderByStaffRequest request, CancellationToken ct)
    {
        var state = await store.ReadAsync(db => db.Set<Order>().Where(o => o.Number == request.Number.Text)
            .Select(o => (OrderState?)o.State).SingleOrDefaultAsync(ct), ct);
        if (state is null) return CancelOrderByStaffStatus.NotFound;
        if (state != OrderState.AwaitingPayment) return CancelOrderByStaffStatus.NoLongerOpen;
        // From here on the asker's leaving changes nothing: what is closed there is closed here.
        if (await money.EndAsync(request.Number, default) == MoneyAnswer.CannotKnow)
            return CancelOrderByStaffStatus.MoneyUnknown;
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var closing = (request.Number, CloseReason.CancelledByStaff, (long?)request.ActorId);
            if (!await OrderLedger.CloseAsync(db, now, closing, default)) return CancelOrderByStaffStatus.NoLongerOpen;
            StaffTrail.Add(
                db, now, request.ActorId, "order.cancel", $"order {request.Number}", "AwaitingPayment", "Closed");
            return CancelOrderByStaffStatus.Cancelled;
        }, default);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cancel order {Order}: {Status}, by {ActorId}")]
    private partial void LogCancel(string order, CancelOrderByStaffStatus status, long actorId);
}
