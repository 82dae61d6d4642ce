using System.Globalization;
using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

public enum ChangeCouponTotalStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    NotFound,

    /// <summary>Somebody has changed it since it was shown; nothing was changed.</summary>
    Stale,

    /// <summary>A coupon for new customers has no total, and one that has ended gives nothing out.</summary>
    NotFromHere,

    /// <summary>Not between 1 and <see cref="CouponDraft.TotalMax"/>.</summary>
    OutOfRange,

    /// <summary>More than that were given out already, or as codes; the result says how many.</summary>
    BelowClaimed,

    Changed,
}

/// <param name="Version">The version that was shown.</param>
/// <param name="Total">How many may be given out in all.</param>
public sealed record ChangeCouponTotalRequest(long ActorId, long CouponId, int Version, int Total);

/// <param name="Claimed">How many were given out, or as codes: the total is never less.</param>
public sealed record ChangeCouponTotalResult(ChangeCouponTotalStatus Status, int Claimed);

/// <summary>Staff raises how many of a coupon may be given out, or lowers it, never below what was given out: a code
/// that was made may be printed already, and counts as given.</summary>
public sealed class ChangeCouponTotal(ShopStore store, StaffGate gate, CouponNews news, TimeProvider clock)
{
    public async Task<ChangeCouponTotalResult> ExecuteAsync(ChangeCouponTotalRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ChangeCouponTotalResult(ChangeCouponTotalStatus.NotAllowed, 0);
        var now = clock.GetUtcNow();
        var result = await store.WriteAsync(db => ChangeAsync(db, now, request, ct), ct);
        if (result.Status == ChangeCouponTotalStatus.Changed) await news.TellAsync(ct);
        return result;
    }

    private static async Task<ChangeCouponTotalResult> ChangeAsync(
        ShopDbContext db, DateTimeOffset now, ChangeCouponTotalRequest request, CancellationToken ct)
    {
        var coupon = await db.Set<Coupon>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CouponId, ct);
        if (coupon is null) return new ChangeCouponTotalResult(ChangeCouponTotalStatus.NotFound, 0);
        var codes = coupon.Audience != CouponAudience.UniqueCodes ? 0
            : await db.Set<CouponCode>().CountAsync(c => c.CouponId == coupon.Id, ct);
        var least = Math.Max(coupon.Claimed, codes);
        var refusal = RefusalOf(coupon, request, least);
        if (refusal is { } status) return new ChangeCouponTotalResult(status, least);

        // Claims come in all the while: the statement looks at their count, not at what was read above.
        var rows = await db.Set<Coupon>()
            .Where(c => c.Id == coupon.Id && c.Version == request.Version && c.Claimed <= request.Total)
            .ExecuteUpdateAsync(set => set
                .SetProperty(c => c.Total, request.Total)
                .SetProperty(c => c.Version, c => c.Version + 1), ct);
        if (rows == 0) return new ChangeCouponTotalResult(ChangeCouponTotalStatus.Stale, least);
        StaffTrail.Add(
            db, now, request.ActorId, "coupon.total", $"coupon {coupon.Id}",
            coupon.Total.ToString(CultureInfo.InvariantCulture), request.Total.ToString(CultureInfo.InvariantCulture));
        return new ChangeCouponTotalResult(ChangeCouponTotalStatus.Changed, least);
    }

    private static ChangeCouponTotalStatus? RefusalOf(Coupon coupon, ChangeCouponTotalRequest request, int least) =>
        coupon.Version != request.Version ? ChangeCouponTotalStatus.Stale
        : coupon.Audience == CouponAudience.NewCustomer || coupon.State == CouponState.Ended
            ? ChangeCouponTotalStatus.NotFromHere
        : request.Total is < 1 or > CouponDraft.TotalMax ? ChangeCouponTotalStatus.OutOfRange
        : request.Total < least ? ChangeCouponTotalStatus.BelowClaimed
        : null;
}
