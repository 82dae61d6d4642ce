using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <param name="RequestKey">The key of a request that may have claimed something.</param>
public sealed record FindKeyedClaimRequest(long AccountId, Guid RequestKey);

public sealed record KeyedClaim(long ClaimId, long CouponId);

/// <summary>What a request's key has claimed before, whatever became of the coupon since; null: nothing. For requests
/// whose key stands for one coupon only.</summary>
public sealed class FindKeyedClaim(ShopStore store)
{
    public Task<KeyedClaim?> ExecuteAsync(FindKeyedClaimRequest request, CancellationToken ct) => store.ReadAsync(
        db => db.Set<CouponClaim>()
            .Where(c => c.AccountId == request.AccountId && c.RequestKey == request.RequestKey)
            .OrderBy(c => c.Id).Select(c => new KeyedClaim(c.Id, c.CouponId)).FirstOrDefaultAsync(ct),
        ct);
}
