using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

public enum ShowCouponForStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    NotFound,
    Shown,
}

/// <param name="State">Only claims in this state; null: all.</param>
/// <param name="Page">The page of its claims, from 1.</param>
public sealed record ShowCouponForStaffRequest(long ActorId, long CouponId, ClaimState? State, int Page)
{
    /// <summary>A piece of a customer's mail address or of an order's number; empty: all.</summary>
    public string Query { get; init; } = "";
}

/// <summary>Who holds one, and which order took it.</summary>
public sealed record StaffClaimRow(
    long ClaimId, long AccountId, string Email, int Nth, ClaimState State, OrderNumber? Order,
    DateTimeOffset ClaimedAt, DateTimeOffset ExpiresAt);

/// <param name="IsInForce">New accounts are given it now.</param>
public sealed record ShowCouponForStaffResult(
    ShowCouponForStaffStatus Status, StaffCoupon? Coupon, bool IsInForce, IReadOnlyList<StaffClaimRow> Claims,
    int Page, int Pages, int Count);

/// <summary>One coupon with its claims, the newest first.</summary>
public sealed class ShowCouponForStaff(ShopStore store, StaffGate gate)
{
    public const int PageSize = 25, QueryMax = 100;

    public async Task<ShowCouponForStaffResult> ExecuteAsync(ShowCouponForStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return Refused(ShowCouponForStaffStatus.NotAllowed);
        return await store.ReadAsync(async db =>
        {
            var coupon = await db.Set<Coupon>().SingleOrDefaultAsync(c => c.Id == request.CouponId, ct);
            if (coupon is null) return Refused(ShowCouponForStaffStatus.NotFound);
            var counts = await ListCouponsForStaff.CountsAsync(db, [coupon.Id], ct);
            var isInForce = await db.Set<NewCustomerTerm>()
                .AnyAsync(t => t.CouponId == coupon.Id && t.IsOpen == true, ct);
            var codes = await ListCouponsForStaff.CodesAsync(db, [coupon.Id], ct);
            var claims = Found(db, request);
            var page = ListPage.Of(request.Page, PageSize, await claims.CountAsync(ct));
            return new ShowCouponForStaffResult(
                ShowCouponForStaffStatus.Shown, StaffCoupons.Of(
                    coupon, counts.GetValueOrDefault(coupon.Id), codes.GetValueOrDefault(coupon.Id, (0, ""))),
                isInForce, await RowsAsync(db, claims, page, ct), page.Number, page.Count, page.RowCount);
        }, ct);
    }

    private static IQueryable<CouponClaim> Found(ShopDbContext db, ShowCouponForStaffRequest request)
    {
        var query = request.Query.Trim();
        if (query.Length > QueryMax) query = query[..QueryMax];
        var (lower, upper) = (query.ToLowerInvariant(), query.ToUpperInvariant());
        var claims = db.Set<CouponClaim>().Where(c => c.CouponId == request.CouponId
            && (request.State == null || c.State == request.State));
        return query.Length == 0 ? claims : claims.Where(c => c.OrderNumber!.Contains(upper)
            || db.Set<Account>().Any(a => a.Id == c.AccountId && a.NormalizedEmail!.Contains(lower)));
    }

    private static async Task<IReadOnlyList<StaffClaimRow>> RowsAsync(
        ShopDbContext db, IQueryable<CouponClaim> claims, ListPage page, CancellationToken ct)
    {
        var rows = await claims.OrderByDescending(c => c.Id).Skip(page.Skip).Take(PageSize)
            .Join(db.Set<Account>(), c => c.AccountId, a => a.Id, (claim, account) => new { claim, account.Email })
            .OrderByDescending(r => r.claim.Id).ToListAsync(ct);
        return [.. rows.Select(r => new StaffClaimRow(
            r.claim.Id, r.claim.AccountId, r.Email ?? "", r.claim.Nth, r.claim.State,
            r.claim.OrderNumber is { } number ? OrderNumber.Stored(number) : null,
            r.claim.ClaimedAt, r.claim.ExpiresAt))];
    }

    private static ShowCouponForStaffResult Refused(ShowCouponForStaffStatus status) =>
        new(status, null, false, [], 1, 1, 0);
}
