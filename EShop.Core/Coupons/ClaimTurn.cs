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
        if (Refusal(coupon, now) is { } refusal)
            return new([.. requests.Select(r => coupon?.OpensTo(r) == true ? refusal : ClaimLine.NotFound)], 0);
        soldOut.Note(coupon!, seenAt);
        var accounts = requests.Select(r => r.AccountId).Distinct().ToArray();
        var held = await db.Set<CouponClaim>()
            .Where(c => c.CouponId == couponId && accounts.Contains(c.AccountId))
            .Select(c => new HeldClaim(c.Id, c.AccountId, c.RequestKey, c.CodeId)).ToListAsync();
        held.AddRange(await ByCodesAsync(db, requests, accounts));
        var line = new ClaimLine(coupon!, held, now);
        var decisions = requests.Select(line.Decide).ToList();
        if (line.New.Count > 0 && !await CouponLedger.GiveAsync(db, couponId, line.New, default))
        {
            db.Abandon();
            return null;
        }

        // What staff gave is in the trail by the same transaction (abuse 66).
        foreach (var (staffId, claim) in line.Granted)
            StaffTrail.Add(db, now, staffId, "coupon.grant", $"coupon {couponId}", "", $"account {claim.AccountId}");
        return new([.. decisions.Select(d => d.Answer)], coupon!.Claimed + line.New.Count);
    }

    /// <summary>What codes of this turn gave to others before; in most turns no code was typed.</summary>
    private static async Task<List<HeldClaim>> ByCodesAsync(
        ShopDbContext db, IReadOnlyList<ClaimCouponRequest> requests, long[] accounts)
    {
        var codes = requests.Select(r => r.CodeId).OfType<long>().Distinct().ToArray();
        if (codes.Length == 0) return [];
        return await db.Set<CouponClaim>()
            .Where(c => c.CodeId != null && codes.Contains(c.CodeId.Value) && !accounts.Contains(c.AccountId))
            .Select(c => new HeldClaim(c.Id, c.AccountId, c.RequestKey, c.CodeId)).ToListAsync();
    }

    /// <summary>What refuses everybody, in the order of the statuses; null: the coupon is out.</summary>
    private static ClaimCouponResult? Refusal(Coupon? coupon, DateTimeOffset now) => coupon switch
    {
        null or { State: CouponState.Draft } => ClaimLine.NotFound,
        { State: CouponState.Paused } => new(ClaimCouponStatus.Paused, 0, null),
        { State: CouponState.Ended } => new(ClaimCouponStatus.Over, 0, null),
        _ when now < coupon.OpensAt => new(ClaimCouponStatus.NotOpenYet, 0, coupon.OpensAt),
        _ when now >= coupon.ClosesAt => new(ClaimCouponStatus.Over, 0, null),
        _ => null,
    };

    /// <param name="Claimed">How many of the coupon are given out with this turn; 0: nobody looked.</param>
    private sealed record Decided(IReadOnlyList<ClaimCouponResult> Answers, int Claimed);
}
