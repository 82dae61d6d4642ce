using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

internal enum HoldClaimStatus
{
    /// <summary>No unused, unexpired claim of this account.</summary>
    NotYours = 1,

    /// <summary>It does nothing for this basket.</summary>
    TermsNotMet,

    Held,
}

internal sealed record HoldClaimRequest(
    long AccountId, long ClaimId, OrderNumber Order, Basket Basket, DateTimeOffset DueAt);

internal sealed record HoldClaimResult(HoldClaimStatus Status, CouponSaving Saving);

/// <summary>Holds a claim for an order that is about to be written (S14), in one transaction of its own.</summary>
internal sealed class HoldClaim(ShopStore store, TimeProvider clock)
{
    public async Task<HoldClaimResult> ExecuteAsync(HoldClaimRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var claim = await db.Set<CouponClaim>().AsNoTracking().SingleOrDefaultAsync(
                c => c.Id == request.ClaimId && c.AccountId == request.AccountId, ct);
            if (claim is null) return new HoldClaimResult(HoldClaimStatus.NotYours, default);
            var saving = CouponDiscount.Of(claim.Terms, request.Basket);
            if (saving.Fit != CouponFit.Fits) return new HoldClaimResult(HoldClaimStatus.TermsNotMet, default);
            return await CouponLedger.HoldAsync(db, now, request, ct)
                ? new HoldClaimResult(HoldClaimStatus.Held, saving)
                : new HoldClaimResult(HoldClaimStatus.NotYours, default);
        }, ct);
    }

    /// <summary>Holds it for an order that held it before and met its terms then. False: it is not there to be held.
    /// </summary>
    public Task<bool> HoldAgainAsync(
        (long AccountId, long ClaimId, OrderNumber Order, DateTimeOffset DueAt) again, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hold = new HoldClaimRequest(
            again.AccountId, again.ClaimId, again.Order, new Basket([], Money.Zero), again.DueAt);
        return store.WriteAsync(db => CouponLedger.HoldAsync(db, now, hold, ct), ct);
    }

    /// <summary>Gives back what was held for an order that will not be written; nothing, where nothing was.</summary>
    public Task GiveBackAsync(OrderNumber order, string reason)
    {
        var now = clock.GetUtcNow();
        return store.WriteAsync(
            db => CouponLedger.SettleAsync(
                db, now, [new Settling(order, LockState.Cancel, reason, long.MaxValue)], default), default);
    }
}
