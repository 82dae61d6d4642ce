using System.Text.Json;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Coupons;

public enum CreateCouponStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    /// <summary>The result says what is wrong.</summary>
    Refused,

    Created,
}

public sealed record CreateCouponRequest(long ActorId, CouponDraft Draft);

public sealed record CreateCouponResult(CreateCouponStatus Status, long CouponId, IReadOnlyList<CouponFault> Faults);

/// <summary>Staff makes a coupon. It is a draft that nobody sees until it is published.</summary>
public sealed partial class CreateCoupon(
    ShopStore store, StaffGate gate, TimeProvider clock, ILogger<CreateCoupon> log)
{
    public async Task<CreateCouponResult> ExecuteAsync(CreateCouponRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new CreateCouponResult(CreateCouponStatus.NotAllowed, 0, []);
        var now = clock.GetUtcNow();
        var faults = request.Draft.FaultsAt(now);
        if (faults.Count > 0 || !request.Draft.Terms.AreSound)
            return new CreateCouponResult(CreateCouponStatus.Refused, 0, faults);
        var id = await store.WriteAsync(async db =>
        {
            var coupon = request.Draft.CouponAt(now);
            db.Set<Coupon>().Add(coupon);
            await db.SaveChangesAsync(ct);
            StaffTrail.Add(
                db, now, request.ActorId, "coupon.create", $"coupon {coupon.Id}", "",
                JsonSerializer.Serialize(request.Draft));
            return coupon.Id;
        }, ct);
        LogCreated(id, request.ActorId);
        return new CreateCouponResult(CreateCouponStatus.Created, id, []);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Coupon {CouponId} was made by {ActorId}")]
    private partial void LogCreated(long couponId, long actorId);
}
