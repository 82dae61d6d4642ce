using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>How a coupon stands for the visitor who looks at it; in the order in which they are shown.</summary>
public enum CouponOffer
{
    /// <summary>It may be claimed now.</summary>
    Open = 1,

    /// <summary>Its window has not begun.</summary>
    NotOpenYet,

    /// <summary>The visitor holds as many as one person may.</summary>
    AlreadyYours,

    /// <summary>Staff has stopped it for now.</summary>
    Paused,

    /// <summary>All were given out.</summary>
    AllGone,
}

/// <param name="AccountId">Who looks; null: a visitor who is not signed in.</param>
public sealed record ListCouponsRequest(long? AccountId);

/// <param name="Left">How many are left to be claimed.</param>
/// <param name="Mine">How many of it the visitor holds or has used.</param>
/// <param name="MineUntil">Until when the visitor may use the one that expires first; null: none is unused.</param>
public sealed record CouponOfferRow(
    long CouponId, LocalizedText Name, CouponTerms Terms, CouponOffer Offer, int Total, int Left, int LimitPerPerson,
    int ValidDays, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, int Mine, DateTimeOffset? MineUntil)
{
    /// <summary>Which goods it is about; empty: everything.</summary>
    public LocalizedText ScopeText { get; init; } = LocalizedText.Empty;

    /// <summary>When all of them expire; null: each after its days.</summary>
    public DateTimeOffset? UsableUntil { get; init; }
}

/// <summary>What a new account is given.</summary>
public sealed record NewCustomerOffer(LocalizedText Name, LocalizedText ScopeText, CouponTerms Terms, int ValidDays);

/// <param name="ForNewCustomers">The coupon in force for new customers; null: there is none, or the visitor has an
/// account.</param>
public sealed record ListCouponsResult(IReadOnlyList<CouponOfferRow> Coupons, NewCustomerOffer? ForNewCustomers);

/// <summary>The coupon centre: what can be claimed, how many are left, when it opens, and what is the visitor's
/// already. What is over is not shown. What all visitors see alike is read once a second, so a visitor who is not
/// signed in costs no query.</summary>
public sealed class ListCoupons(ShopStore store, CouponBoard board, TimeProvider clock)
{
    public async Task<ListCouponsResult> ExecuteAsync(ListCouponsRequest request, CancellationToken ct)
    {
        var view = await board.ShowAsync(ct);
        var now = clock.GetUtcNow();
        var coupons = view.Coupons.Where(c => c.ClosesAt > now).ToList();
        var mine = request.AccountId is { } accountId && coupons.Count > 0
            ? await store.ReadAsync(db => MineAsync(db, accountId, [.. coupons.Select(c => c.Id)], ct), ct)
            : [];
        var rows = coupons.Select(c => RowOf(c, [.. mine.Where(m => m.CouponId == c.Id)], now));
        return new ListCouponsResult(
            [.. rows.OrderBy(r => r.Offer).ThenBy(r => r.OpensAt).ThenBy(r => r.CouponId)],
            request.AccountId is null ? view.ForNewCustomers : null);
    }

    private static Task<List<CouponClaim>> MineAsync(
        ShopDbContext db, long accountId, long[] coupons, CancellationToken ct) =>
        db.Set<CouponClaim>().Where(c => c.AccountId == accountId && coupons.Contains(c.CouponId)).ToListAsync(ct);

    private CouponOfferRow RowOf(Coupon coupon, List<CouponClaim> mine, DateTimeOffset now)
    {
        var left = coupon.Total - board.ClaimedOf(coupon);
        var offer = mine.Count >= coupon.LimitPerPerson ? CouponOffer.AlreadyYours
            : coupon.State == CouponState.Paused ? CouponOffer.Paused
            : now < coupon.OpensAt ? CouponOffer.NotOpenYet
            : left <= 0 ? CouponOffer.AllGone
            : CouponOffer.Open;
        var until = mine.Where(m => m.State == ClaimState.Unused && m.ExpiresAt > now)
            .Select(m => (DateTimeOffset?)m.ExpiresAt).Min();
        return new CouponOfferRow(
            coupon.Id, coupon.Name, coupon.Terms, offer, coupon.Total, left, coupon.LimitPerPerson, coupon.ValidDays,
            coupon.OpensAt, coupon.ClosesAt, mine.Count, until)
        {
            ScopeText = coupon.ScopeText,
            UsableUntil = coupon.UsableUntil,
        };
    }
}
