using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Orders;

public enum ShipOrderStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>Nothing was written where the carrier and number belong.</summary>
    TrackingMissing,

    /// <summary>More than <see cref="ShipOrder.TrackingMax"/> characters.</summary>
    TrackingTooLong,

    NotFound,

    /// <summary>It is not paid, or has gone already.</summary>
    NotToBeShipped,

    Shipped,
}

/// <param name="Tracking">Carrier and number, as the shopper reads it.</param>
public sealed record ShipOrderRequest(long ActorId, OrderNumber Number, string Tracking);

/// <summary>Staff sends a paid order off.</summary>
public sealed partial class ShipOrder(ShopStore store, StaffGate gate, TimeProvider clock, ILogger<ShipOrder> log)
{
    public const int TrackingMax = 80;

    public async Task<ShipOrderStatus> ExecuteAsync(ShipOrderRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return ShipOrderStatus.NotAllowed;
        var tracking = request.Tracking.Trim();
        if (tracking.Length == 0) return ShipOrderStatus.TrackingMissing;
        if (tracking.Length > TrackingMax) return ShipOrderStatus.TrackingTooLong;
        var now = clock.GetUtcNow();
        var status = await store.WriteAsync(async db =>
        {
            if (!await db.Set<Order>().AnyAsync(o => o.Number == request.Number.Text, ct))
                return ShipOrderStatus.NotFound;
            if (!await OrderLedger.ShipAsync(db, now, (request.Number, tracking, request.ActorId), ct))
                return ShipOrderStatus.NotToBeShipped;
            StaffTrail.Add(
                db, now, request.ActorId, "order.ship", $"order {request.Number}", "Paid", $"Shipped: {tracking}");
            return ShipOrderStatus.Shipped;
        }, ct);
        LogShip(request.Number.Text, status, request.ActorId);
        return status;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ship order {Order}: {Status}, by {ActorId}")]
    private partial void LogShip(string order, ShipOrderStatus status, long actorId);
}
