using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

public enum QuoteCheckoutStatus { CartEmpty = 1, Quoted }

/// <param name="ClaimId">The coupon to try; null: none.</param>
public sealed record QuoteCheckoutRequest(long AccountId, long? ClaimId)
{
    /// <summary>Where no coupon is chosen, or it does not fit, the best one that does is.</summary>
    public bool ProposesBest { get; init; }
}

/// <summary>A claim that the account could use, and what it does for this cart.</summary>
/// <param name="ScopeText">Which goods it is about; empty: everything.</param>
public sealed record UsableClaim(
    long ClaimId, LocalizedText Name, LocalizedText ScopeText, CouponTerms Terms, CouponSaving Saving,
    DateTimeOffset ExpiresAt)
{
    public bool Fits => Saving.Fit == CouponFit.Fits;

    public Money Saves => Saving.Total;
}

/// <param name="Claims">The account's unused claims: the one that saves most first, of equal ones the one that expires
/// first; then those that do nothing for this cart.</param>
/// <param name="ClaimId">The claim that the total counts in; null: none.</param>
public sealed record QuoteCheckoutResult(
    QuoteCheckoutStatus Status, IReadOnlyList<CheckoutLine> Lines, IReadOnlyList<UsableClaim> Claims, long? ClaimId,
    CheckoutTotal Total)
{
    /// <summary>The claim that was asked for and is not counted in, and why; null: it is, or none was.</summary>
    public LostClaim? Lost { get; init; }

    /// <summary>The lines that cannot be ordered as they stand.</summary>
    public IReadOnlyList<CheckoutShortage> Shortages { get; init; } = [];
}

/// <summary>Shows what the account's cart would cost now, and which coupons fit; changes nothing.</summary>
public sealed class QuoteCheckout(ShopStore store, IOptions<OrderOptions> options, TimeProvider clock)
{
    public async Task<QuoteCheckoutResult> ExecuteAsync(QuoteCheckoutRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.ReadAsync(async db =>
        {
            var lines = await CheckoutPricing.ReadCartAsync(db, request.AccountId, ct);
            var basket = CheckoutPricing.BasketOf(lines, options.Value);
            var claims = Ranked(await UnusedClaims.ReadAsync(db, request.AccountId, now, ct), basket);
            var fitting = claims.Where(c => c.Fits).ToList();
            var chosen = fitting.Find(c => c.ClaimId == request.ClaimId)
                ?? (request.ProposesBest ? fitting.FirstOrDefault() : null);
            var status = lines.Count == 0 ? QuoteCheckoutStatus.CartEmpty : QuoteCheckoutStatus.Quoted;
            return new QuoteCheckoutResult(
                status, lines, claims, chosen?.ClaimId, CheckoutPricing.TotalOf(basket, chosen?.Saving ?? default))
            {
                Lost = chosen is null && request.ClaimId is { } claimId
                    ? await LostClaims.FindAsync(db, now, (request.AccountId, claimId, basket), ct)
                    : null,
                Shortages = await CheckoutShortages.FindAsync(db, request.AccountId, lines, ct),
            };
        }, ct);
    }

    private static List<UsableClaim> Ranked(IReadOnlyList<UnusedClaim> claims, Basket basket) =>
    [
        .. claims
            .Select(c => new UsableClaim(
                c.ClaimId, c.Name, c.ScopeText, c.Terms, CouponDiscount.Of(c.Terms, basket), c.ExpiresAt))
            .OrderByDescending(c => c.Saves.Minor).ThenBy(c => c.ExpiresAt).ThenBy(c => c.ClaimId),
    ];
}
