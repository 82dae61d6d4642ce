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
        if (faults.Count > 0 || !request.Draft.Terms.AreSound) return Refused([.. faults]);
        try
        {
            var result = await store.WriteAsync(db => CreateAsync(db, now, request, ct), ct);
            if (result.Status == CreateCouponStatus.Created) LogCreated(result.CouponId, request.ActorId);
            return result;
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            return Refused(CouponFault.CodeTaken);
        }
    }

    private static async Task<CreateCouponResult> CreateAsync(
        ShopDbContext db, DateTimeOffset now, CreateCouponRequest request, CancellationToken ct)
    {
        var draft = request.Draft;
        if (await ScopeWords.ReadAsync(db, draft.Terms, ct) is not { } scopeText)
            return Refused(CouponFault.ScopeUnknown);
        var coupon = draft.CouponAt(now, scopeText);
        db.Set<Coupon>().Add(coupon);
        await db.SaveChangesAsync(ct);
        if (draft.Audience == CouponAudience.SharedCode)
            db.Set<CouponCode>().Add(new CouponCode
            {
                CouponId = coupon.Id,
                Key = CodeText.KeyOf(draft.Code)!,
                Text = draft.Code.Trim().ToUpperInvariant(),
                CreatedAt = now,
            });
        StaffTrail.Add(
            db, now, request.ActorId, "coupon.create", $"coupon {coupon.Id}", "", JsonSerializer.Serialize(draft));
        return new CreateCouponResult(CreateCouponStatus.Created, coupon.Id, []);
    }

    private static CreateCouponResult Refused(params IReadOnlyList<CouponFault> faults) =>
        new(CreateCouponStatus.Refused, 0, faults);

    [LoggerMessage(Level = LogLevel.Information, Message = "Coupon {CouponId} was made by {ActorId}")]
    private partial void LogCreated(long couponId, long actorId);
}
