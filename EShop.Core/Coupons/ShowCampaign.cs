using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <param name="IsGuest">Nobody is signed in: the coupon for new customers comes first.</param>
public sealed record ShowCampaignRequest(bool IsGuest);

/// <param name="Left">How many can still be had.</param>
public sealed record Campaign(LocalizedText Name, CouponAudience Audience, CouponTerms Terms, int Left);

/// <param name="Campaign">Null: nothing is on.</param>
public sealed record ShowCampaignResult(Campaign? Campaign);

/// <summary>The one coupon that the home page speaks of: for a guest the one for new customers, else the running one of
/// which there are fewest.</summary>
public sealed class ShowCampaign(ShopStore store, TimeProvider time)
{
    public Task<ShowCampaignResult> ExecuteAsync(ShowCampaignRequest request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return store.ReadAsync(async db =>
        {
            var campaign = request.IsGuest ? await FirstAsync(ForNewCustomers(db), ct) : null;
            return new ShowCampaignResult(campaign ?? await FirstAsync(Running(db, now), ct));
        }, ct);
    }

    private static IQueryable<Coupon> ForNewCustomers(ShopDbContext db) => db.Set<Coupon>().Where(c =>
        c.State == CouponState.Published && db.Set<NewCustomerTerm>().Any(t => t.CouponId == c.Id && t.IsOpen == true));

    private static IQueryable<Coupon> Running(ShopDbContext db, DateTimeOffset now) => db.Set<Coupon>()
        .Where(c => c.State == CouponState.Published && c.Audience == CouponAudience.Public
            && c.OpensAt <= now && c.ClosesAt > now && c.Claimed < c.Total)
        .OrderBy(c => c.Total).ThenBy(c => c.Id);

    private static async Task<Campaign?> FirstAsync(IQueryable<Coupon> coupons, CancellationToken ct)
    {
        var coupon = await coupons.FirstOrDefaultAsync(ct);
        return coupon is null ? null
            : new Campaign(coupon.Name, coupon.Audience, coupon.Terms, coupon.Total - coupon.Claimed);
    }
}
