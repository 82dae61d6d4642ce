using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>Why a claim cannot be used for a basket; in the order in which it is asked.</summary>
public enum LostClaimReason
{
    /// <summary>There is no such claim of this account.</summary>
    NotYours = 1,

    /// <summary>An unpaid order holds it.</summary>
    Held,

    /// <summary>It paid for another order.</summary>
    Used,
    Expired,

    /// <summary>None of the goods that it is about is in the basket.</summary>
    NothingInScope,

    /// <summary>The goods that count cost less than its minimum.</summary>
    BelowMinimum,
    ShippingIsFree,
    SavesNothing,
}

/// <summary>A claim that was chosen and cannot be used, and why.</summary>
/// <param name="Name">Empty where it is not theirs.</param>
/// <param name="ScopeText">Which goods it is about; empty: everything.</param>
/// <param name="Order">What holds or has used it; null: nothing.</param>
/// <param name="Minimum">From how much on it can be used.</param>
/// <param name="Missing">What the goods that count lack of the minimum.</param>
public sealed record LostClaim(
    long ClaimId, LostClaimReason Reason, LocalizedText Name, LocalizedText ScopeText, OrderNumber? Order,
    Money Minimum, Money Missing);

/// <summary>Says why a claim cannot be used.</summary>
internal static class LostClaims
{
    /// <summary>Null: it can be used.</summary>
    public static async Task<LostClaim?> FindAsync(
        ShopDbContext db, DateTimeOffset now, (long AccountId, long ClaimId, Basket Basket) asked,
        CancellationToken ct)
    {
        var found = await db.Set<CouponClaim>().Where(c => c.Id == asked.ClaimId && c.AccountId == asked.AccountId)
            .Join(db.Set<Coupon>(), c => c.CouponId, c => c.Id,
                (claim, coupon) => new { Claim = claim, coupon.Name, coupon.ScopeText })
            .AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return new LostClaim(asked.ClaimId, LostClaimReason.NotYours, LocalizedText.Empty, LocalizedText.Empty,
                null, Money.Zero, Money.Zero);
        var claim = found.Claim;
        var saving = CouponDiscount.Of(claim.Terms, asked.Basket);
        if (ReasonOf(claim, saving.Fit, now) is not { } reason) return null;
        return new LostClaim(
            claim.Id, reason, found.Name, found.ScopeText,
            claim.OrderNumber is { } order ? OrderNumber.Stored(order) : null,
            new Money(claim.Terms.MinimumMinor), saving.Missing);
    }

    private static LostClaimReason? ReasonOf(CouponClaim claim, CouponFit fit, DateTimeOffset now) => claim.State switch
    {
        ClaimState.Held => LostClaimReason.Held,
        ClaimState.Used => LostClaimReason.Used,
        _ when claim.ExpiresAt <= now => LostClaimReason.Expired,
        _ => fit switch
        {
            CouponFit.NothingInScope => LostClaimReason.NothingInScope,
            CouponFit.BelowMinimum => LostClaimReason.BelowMinimum,
            CouponFit.ShippingIsFree => LostClaimReason.ShippingIsFree,
            CouponFit.SavesNothing => LostClaimReason.SavesNothing,
            CouponFit.Fits => null,
            _ => throw new InvalidOperationException($"Unknown fit: {fit}."),
        },
    };
}
