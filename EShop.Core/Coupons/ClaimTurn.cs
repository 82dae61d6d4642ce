using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>One turn of a coupon's line: reads afresh, decides in order, writes once.</summary>
internal sealed class ClaimTurn(ShopStore store, TimeProvider clock)
{
    /// <summary>How often a turn is decided again when another node was faster.</summary>
    private const int AttemptsMax = 4;

    public async Task<IReadOnlyList<ClaimCouponResult>> DecideAsync(
        long couponId, IReadOnlyList<ClaimCouponRequest> requests)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answers = await store.WriteAsync(
                    db => TryDecideAsync(db, couponId, requests), CancellationToken.None);
                if (answers is not null) return answers;
            }
            catch (Exception error) when (attempt < AttemptsMax
                && (StoreErrors.IsDuplicate(error) || error is CommitUnknownException))
            {
                // Somebody without our lock was first, or the commit's answer was lost: fresh rows will tell.
            }

            if (attempt >= AttemptsMax) throw new InvalidOperationException(
                $"A turn of coupon {couponId} was overtaken {AttemptsMax} times.");
        }
    }

    /// <summary>The answers, or null when the guard said no.</summary>
    private async Task<IReadOnlyList<ClaimCouponResult>?> TryDecideAsync(
        ShopDbContext db, long couponId, IReadOnlyList<ClaimCouponRequest> requests)
    {
        var now = clock.GetUtcNow();
        var coupon = await db.Set<Coupon>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == couponId);
        if (Refusal(coupon, now) is { } refusal) return [.. requests.Select(_ => refusal)];
        var accounts = requests.Select(r => r.AccountId).Distinct().ToArray();
        var held = await db.Set<CouponClaim>()
            .Where(c => c.CouponId == couponId && accounts.Contains(c.AccountId))
            .Select(c => new HeldClaim(c.Id, c.AccountId, c.RequestKey)).ToListAsync();
        var line = new ClaimLine(coupon!, held, now);
        var decisions = requests.Select(line.Decide).ToList();
        if (line.New.Count > 0 && !await CouponLedger.GiveAsync(db, couponId, line.New, default))
        {
            db.Abandon();
            return null;
        }

        return [.. decisions.Select(d => d.Answer)];
    }

    /// <summary>What refuses everybody, in the order of the statuses; null: the coupon is out.</summary>
    private static ClaimCouponResult? Refusal(Coupon? coupon, DateTimeOffset now) => coupon switch
    {
        null or { State: CouponState.Draft } or { Audience: not CouponAudience.Public } =>
            new(ClaimCouponStatus.NotFound, 0, null),
        { State: CouponState.Paused } => new(ClaimCouponStatus.Paused, 0, null),
        { State: CouponState.Ended } => new(ClaimCouponStatus.Over, 0, null),
        _ when now < coupon.OpensAt => new(ClaimCouponStatus.NotOpenYet, 0, coupon.OpensAt),
        _ when now >= coupon.ClosesAt => new(ClaimCouponStatus.Over, 0, null),
        _ => null,
    };
}
