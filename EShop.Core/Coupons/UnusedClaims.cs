using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

internal sealed record UnusedClaim(
    long ClaimId, LocalizedText Name, LocalizedText ScopeText, CouponTerms Terms, DateTimeOffset ExpiresAt);

/// <summary>The claims that an account may still use.</summary>
internal static class UnusedClaims
{
    private const int Max = 100;

    public static async Task<IReadOnlyList<UnusedClaim>> ReadAsync(
        ShopDbContext db, long accountId, DateTimeOffset now, CancellationToken ct) =>
        await db.Set<CouponClaim>()
            .Where(c => c.AccountId == accountId && c.State == ClaimState.Unused && c.ExpiresAt > now)
            .Join(db.Set<Coupon>(), c => c.CouponId, c => c.Id,
                (claim, coupon) => new { claim.Id, coupon.Name, coupon.ScopeText, claim.Terms, claim.ExpiresAt })
            .OrderBy(c => c.ExpiresAt).Take(Max)
            .Select(c => new UnusedClaim(c.Id, c.Name, c.ScopeText, c.Terms, c.ExpiresAt))
            .ToListAsync(ct);
}
