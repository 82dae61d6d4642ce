using EShop.Core.Coupons;
using EShop.Core.Locks;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>The flow that everybody writes first: each claim takes the Redis lock, reads, inserts and commits alone.
/// </summary>
internal sealed class PlainClaim(BenchShop shop, long couponId)
{
    private readonly ShopLocks _locks = shop.Get<ShopLocks>();
    private readonly TimeProvider _clock = shop.Get<TimeProvider>();

    public async Task ExecuteAsync(long accountId)
    {
        await using var held = await _locks.TakeAsync(LockKey.Coupon(couponId), default);
        if (held.Outcome != LockOutcome.Held) throw new InvalidOperationException($"The lock was {held.Outcome}.");
        await shop.Store.WriteAsync(async db =>
        {
            var coupon = await db.Set<Coupon>().AsNoTracking().SingleAsync(c => c.Id == couponId);
            var isTheirs = await db.Set<CouponClaim>()
                .AnyAsync(c => c.CouponId == couponId && c.AccountId == accountId);
            if (isTheirs || coupon.Claimed >= coupon.Total) return false;
            var claim = ClaimLine.NewClaim(coupon, _clock.GetUtcNow(), (accountId, 1, Guid.NewGuid()));
            return await CouponLedger.GiveAsync(db, coupon, [claim], default);
        }, default);
    }
}
