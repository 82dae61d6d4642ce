using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Coupons;

public enum CouponChange { Publish = 1, Pause, Resume, End }

public enum ChangeCouponStateStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    NotFound,

    /// <summary>Somebody has changed it since it was shown; nothing was changed.</summary>
    Stale,

    /// <summary>It stands where this change does not lead from: one that has ended is not published again.</summary>
    NotFromHere,

    /// <summary>Its window is past: there would be nothing to claim.</summary>
    WindowPast,

    /// <summary>Another coupon for new customers is in force; one at a time.</summary>
    AnotherInForce,

    Changed,
}

/// <param name="Version">The version that was shown.</param>
public sealed record ChangeCouponStateRequest(long ActorId, long CouponId, int Version, CouponChange Change);

/// <summary>Staff publishes, pauses, resumes or ends a coupon. One for new customers is in force exactly while it is
/// published; the unique index over open terms lets one be in force at a time.</summary>
public sealed partial class ChangeCouponState(
    ShopStore store, StaffGate gate, CouponNews news, TimeProvider clock, ILogger<ChangeCouponState> log)
{
    public async Task<ChangeCouponStateStatus> ExecuteAsync(ChangeCouponStateRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return ChangeCouponStateStatus.NotAllowed;
        var status = await TryChangeAsync(request, ct);
        if (status == ChangeCouponStateStatus.Changed) await news.TellAsync(ct);
        LogChange(request.CouponId, request.Change, status, request.ActorId);
        return status;
    }

    private async Task<ChangeCouponStateStatus> TryChangeAsync(ChangeCouponStateRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await store.WriteAsync(db => ChangeAsync(db, now, request, ct), ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            return ChangeCouponStateStatus.AnotherInForce;
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangeCouponStateStatus.Stale;
        }
    }

    private static async Task<ChangeCouponStateStatus> ChangeAsync(
        ShopDbContext db, DateTimeOffset now, ChangeCouponStateRequest request, CancellationToken ct)
    {
        var coupon = await db.Set<Coupon>().SingleOrDefaultAsync(c => c.Id == request.CouponId, ct);
        if (coupon is null) return ChangeCouponStateStatus.NotFound;
        if (coupon.Version != request.Version) return ChangeCouponStateStatus.Stale;
        if (Next(coupon.State, request.Change) is not { } next) return ChangeCouponStateStatus.NotFromHere;
        if (next == CouponState.Published && coupon.ClosesAt <= now) return ChangeCouponStateStatus.WindowPast;
        var before = coupon.State;
        coupon.State = next;
        coupon.Version++;
        if (coupon.Audience == CouponAudience.NewCustomer) await KeepTermAsync(db, now, coupon, ct);
        StaffTrail.Add(
            db, now, request.ActorId, $"coupon.{request.Change.ToString().ToLowerInvariant()}", $"coupon {coupon.Id}",
            before.ToString(), next.ToString());
        return ChangeCouponStateStatus.Changed;
    }

    private static CouponState? Next(CouponState state, CouponChange change) => (state, change) switch
    {
        (CouponState.Draft, CouponChange.Publish) => CouponState.Published,
        (CouponState.Published, CouponChange.Pause) => CouponState.Paused,
        (CouponState.Paused, CouponChange.Resume) => CouponState.Published,
        (CouponState.Published or CouponState.Paused, CouponChange.End) => CouponState.Ended,
        _ => null,
    };

    private static async Task KeepTermAsync(ShopDbContext db, DateTimeOffset now, Coupon coupon, CancellationToken ct)
    {
        if (coupon.State == CouponState.Published)
        {
            db.Set<NewCustomerTerm>().Add(new NewCustomerTerm { CouponId = coupon.Id, StartedAt = now });
            return;
        }

        // Paused before: then there is no open term, and that is right.
        await db.Set<NewCustomerTerm>().Where(t => t.CouponId == coupon.Id && t.IsOpen == true)
            .ExecuteUpdateAsync(set => set
                .SetProperty(t => t.EndedAt, now)
                .SetProperty(t => t.IsOpen, (bool?)null), ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Coupon {CouponId}: {Change}: {Status}, by {ActorId}")]
    private partial void LogChange(long couponId, CouponChange change, ChangeCouponStateStatus status, long actorId);
}
