namespace EShop.Core.Coupons;

/// <param name="Left">How many can still be had; of one that is paused, how many there will be.</param>
public sealed record CouponLeft(long CouponId, int Left, bool IsPaused);

/// <param name="At">The server's clock.</param>
public sealed record ShowCouponsLeftResult(DateTimeOffset At, IReadOnlyList<CouponLeft> Coupons);

/// <summary>How many are left of each coupon of the coupon centre, for those who watch; a second old at most.</summary>
public sealed class ShowCouponsLeft(CouponCounts counts, TimeProvider clock)
{
    public async Task<ShowCouponsLeftResult> ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var running = await counts.ReadAsync(now, ct);
        return new ShowCouponsLeftResult(now,
        [
            .. running.Values.Where(c => c.Audience == CouponAudience.Public).OrderBy(c => c.CouponId)
                .Select(c => new CouponLeft(c.CouponId, c.Total - c.Claimed, c.State == CouponState.Paused)),
        ]);
    }
}
