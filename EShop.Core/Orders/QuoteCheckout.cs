using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

public enum QuoteCheckoutStatus { CartEmpty = 1, Quoted }

/// <param name="ClaimId">The coupon to try; null: none.</param>
public sealed record QuoteCheckoutRequest(long AccountId, long? ClaimId);

/// <summary>A claim that this cart could use, and what it saves.</summary>
/// <param name="Saves">Zero: its minimum is not met.</param>
public sealed record UsableClaim(
    long ClaimId, LocalizedText Name, CouponTerms Terms, Money Saves, DateTimeOffset ExpiresAt);

/// <param name="Claims">The account's unused claims, the one that saves most first.</param>
/// <param name="ClaimId">The claim that the total counts in; null: none.</param>
public sealed record QuoteCheckoutResult(
    QuoteCheckoutStatus Status, IReadOnlyList<CheckoutLine> Lines, IReadOnlyList<UsableClaim> Claims, long? ClaimId,
    CheckoutTotal Total);

/// <summary>Shows what the account's cart would cost now, and which coupons fit; changes nothing.</summary>
public sealed class QuoteCheckout(ShopStore store, IOptions<OrderOptions> options, TimeProvider clock)
{
    public async Task<QuoteCheckoutResult> ExecuteAsync(QuoteCheckoutRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.ReadAsync(async db =>
        {
            var lines = await CheckoutPricing.ReadCartAsync(db, request.AccountId, ct);
            var goods = CheckoutPricing.TotalOf(lines, Money.Zero, options.Value).Goods;
            var claims = await ClaimsAsync(db, (request.AccountId, goods, now), ct);
            var chosen = claims.FirstOrDefault(c => c.ClaimId == request.ClaimId && !c.Saves.IsZero);
            var total = CheckoutPricing.TotalOf(lines, chosen?.Saves ?? Money.Zero, options.Value);
            var status = lines.Count == 0 ? QuoteCheckoutStatus.CartEmpty : QuoteCheckoutStatus.Quoted;
            return new QuoteCheckoutResult(status, lines, claims, chosen?.ClaimId, total);
        }, ct);
    }

    private static async Task<IReadOnlyList<UsableClaim>> ClaimsAsync(
        ShopDbContext db, (long AccountId, Money Goods, DateTimeOffset Now) of, CancellationToken ct)
    {
        var claims = await UnusedClaims.ReadAsync(db, of.AccountId, of.Now, ct);
        return [.. claims
            .Select(c => new UsableClaim(c.ClaimId, c.Name, c.Terms, c.Terms.DiscountOn(of.Goods), c.ExpiresAt))
            .OrderByDescending(c => c.Saves.Minor).ThenBy(c => c.ExpiresAt)];
    }
}
