using System.Text.Json;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Coupons;

public enum EditCouponStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    NotFound,

    /// <summary>Somebody has changed it since it was shown; nothing was changed.</summary>
    Stale,

    /// <summary>It has ended: what it was is history.</summary>
    NotFromHere,

    /// <summary>The result says what is wrong.</summary>
    Refused,

    /// <summary>Somebody holds more of it already; the result says how many one person has at most.</summary>
    LimitBelowHeld,

    Changed,
}

/// <summary>What may be changed of a coupon that is made. What it gives is not among it: who saw it shall get that; and
/// the total has a use case of its own.</summary>
/// <param name="LimitPerPerson">Not read for new customers: there is one for each.</param>
public sealed record CouponEdit(
    LocalizedText Name, int LimitPerPerson, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

/// <param name="Version">The version that was shown.</param>
public sealed record EditCouponRequest(long ActorId, long CouponId, int Version, CouponEdit Edit);

/// <param name="Held">How many one person holds at most, for <see cref="EditCouponStatus.LimitBelowHeld"/>.</param>
public sealed record EditCouponResult(EditCouponStatus Status, IReadOnlyList<CouponFault> Faults, int Held);

/// <summary>Staff changes name, window or limit of a coupon, also while it runs. Claims keep the terms and the days
/// under which they were claimed.</summary>
public sealed partial class EditCoupon(
    ShopStore store, StaffGate gate, CouponNews news, TimeProvider clock, ILogger<EditCoupon> log)
{
    public async Task<EditCouponResult> ExecuteAsync(EditCouponRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return Of(EditCouponStatus.NotAllowed);
        var result = await TryEditAsync(request, ct);
        if (result.Status == EditCouponStatus.Changed) await news.TellAsync(ct);
        LogEdit(request.CouponId, result.Status, request.ActorId);
        return result;
    }

    private async Task<EditCouponResult> TryEditAsync(EditCouponRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await store.WriteAsync(db => EditAsync(db, now, request, ct), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Of(EditCouponStatus.Stale);
        }
    }

    private static async Task<EditCouponResult> EditAsync(
        ShopDbContext db, DateTimeOffset now, EditCouponRequest request, CancellationToken ct)
    {
        var coupon = await db.Set<Coupon>().SingleOrDefaultAsync(c => c.Id == request.CouponId, ct);
        if (coupon is null) return Of(EditCouponStatus.NotFound);
        if (coupon.Version != request.Version) return Of(EditCouponStatus.Stale);
        if (coupon.State == CouponState.Ended) return Of(EditCouponStatus.NotFromHere);
        var faults = FaultsOf(coupon, request.Edit, now);
        if (faults.Count > 0) return new EditCouponResult(EditCouponStatus.Refused, faults, 0);
        var (before, limit) = (Told(coupon), coupon.LimitPerPerson);
        coupon.Edit(request.Edit);
        await db.SaveChangesAsync(ct);
        // Looked at once the row is ours: a turn that read the old limit is decided again, for the version is another.
        var held = coupon.LimitPerPerson >= limit ? 0
            : await db.Set<CouponClaim>().Where(c => c.CouponId == coupon.Id).MaxAsync(c => (int?)c.Nth, ct) ?? 0;
        if (held > coupon.LimitPerPerson)
        {
            db.Abandon();
            return new EditCouponResult(EditCouponStatus.LimitBelowHeld, [], held);
        }

        StaffTrail.Add(db, now, request.ActorId, "coupon.edit", $"coupon {coupon.Id}", before, Told(coupon));
        return Of(EditCouponStatus.Changed);
    }

    private static List<CouponFault> FaultsOf(Coupon coupon, CouponEdit edit, DateTimeOffset now)
    {
        var asDraft = new CouponDraft(
            edit.Name, coupon.Audience, coupon.Terms,
            coupon.Total, edit.LimitPerPerson, edit.OpensAt, edit.ClosesAt, coupon.ValidDays)
        {
            UsableUntil = coupon.UsableUntil,
        };
        CouponFault[] askable =
        [
            CouponFault.NameEnglishMissing, CouponFault.NameChineseMissing, CouponFault.NameTooLong,
            CouponFault.LimitOutOfRange, CouponFault.ClosesBeforeItOpens, CouponFault.UsableUntilTooEarly,
        ];
        var faults = asDraft.FaultsAt(now).Where(askable.Contains).ToList();
        // An end that is past already may stay; to end it now there is a button.
        if (edit.ClosesAt <= now && edit.ClosesAt != coupon.ClosesAt) faults.Add(CouponFault.ClosesInThePast);
        return faults;
    }

    private static string Told(Coupon coupon) => JsonSerializer.Serialize(
        new CouponEdit(coupon.Name, coupon.LimitPerPerson, coupon.OpensAt, coupon.ClosesAt));

    private static EditCouponResult Of(EditCouponStatus status) => new(status, [], 0);

    [LoggerMessage(Level = LogLevel.Information, Message = "Edit of coupon {CouponId}: {Status}, by {ActorId}")]
    private partial void LogEdit(long couponId, EditCouponStatus status, long actorId);
}
