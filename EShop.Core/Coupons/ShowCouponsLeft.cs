namespace EShop.Core.Coupons;

/// <param name="Left">How many can still be had; of one that is paused, how many there will be.</param>
public sealed record CouponLeft(long CouponId, int Left, bool IsPaused);

/// <param name="At">The server's clock.</param>
public sealed record ShowCouponsLeftResult(DateTimeOffset At, IReadOnlyList<CouponLeft> Coupons);

/// <summary>How many are left of each coupon of the coupon centre, for those who watch it; as old as the coupon centre
/// itself, a second at most, and without a query for each who asks.</summary>
public sealed class ShowCouponsLeft(CouponBoard board, TimeProvider clock)
{
    public async Task<ShowCouponsLeftResult> ExecuteAsync(CancellationToken ct)
    {
        var view = await board.ShowAsync(ct);
        return new ShowCouponsLeftResult(clock.GetUtcNow(),
        [
            .. view.Coupons.OrderBy(c => c.Id).Select(c => new CouponLeft(
                c.Id, c.Total - board.ClaimedOf(c), c.State == CouponState.Paused)),
        ]);
    }
}
