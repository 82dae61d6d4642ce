using EShop.Core.Audit;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>One turn of a coupon's line: reads afresh, decides in order, writes once.</summary>
internal sealed class ClaimTurn(
    ShopStore store, SoldOutCoupons soldOut, CouponBoard board, TimeProvider clock)
{
    /// <summary>How often a turn is decided again when another node was faster.</summary>
    private const int AttemptsMax = 4;

    private static readonly ClaimCouponResult NotFound = new(ClaimCouponStatus.NotFound, 0, null);

    public async Task<IReadOnlyList<ClaimCouponResult>> DecideAsync(
        long couponId, IReadOnlyList<ClaimCouponRequest> requests)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var decided = await store.WriteAsync(
                    db => TryDecideAsync(db, couponId, requests), CancellationToken.None);
                if (decided is not null)
                {
                    if (decided.Claimed > 0) board.Given(couponId, decided.Claimed);
                    return decided.Answers;
                }
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
    private async Task<Decided?> TryDecideAsync(
        ShopDbContext db, long couponId, IReadOnlyList<ClaimCouponRequest> requests)
    {
        var (now, seenAt) = (clock.GetUtcNow(), clock.GetTimestamp());
        var coupon = await db.Set<Coupon>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == couponId);
        if (coupon is null) return new([.. requests.Select(_ => NotFound)], 0);
        if (coupon.WhyClosed(now) is null) soldOut.Note(coupon, seenAt);
        var line = new ClaimLine(coupon, await HeldClaims.ReadAsync(db, couponId, requests), now);
        var decisions = requests.Select(line.Decide).ToList();
        if (line.New.Count > 0 && !await CouponLedger.GiveAsync(db, coupon, line.New, default))
        {
            db.Abandon();
            return null;
        }

        // What staff gave is in the trail by the same transaction (abuse 66).
        foreach (var (staffId, claim) in line.Granted)
            StaffTrail.Add(db, now, staffId, "coupon.grant", $"coupon {couponId}", "", $"account {claim.AccountId}");
        return new([.. decisions.Select(d => d.Answer)], coupon.Claimed + line.New.Count);
    }

    /// <param name="Claimed">How many of the coupon are given out with this turn; 0: nobody looked.</param>
    private sealed record Decided(IReadOnlyList<ClaimCouponResult> Answers, int Claimed);
}
