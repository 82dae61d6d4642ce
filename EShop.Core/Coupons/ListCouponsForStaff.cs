using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

public enum ListCouponsForStaffStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,
    Listed,
}

/// <param name="State">Only those; null: all.</param>
/// <param name="Page">From 1; anything else is brought into the pages that there are.</param>
public sealed record ListCouponsForStaffRequest(long ActorId, CouponState? State, int Page);

public sealed record ListCouponsForStaffResult(
    ListCouponsForStaffStatus Status, IReadOnlyList<StaffCoupon> Coupons, int Page, int Pages, int Count);

/// <summary>All coupons, the newest first, with what became of their claims.</summary>
public sealed class ListCouponsForStaff(ShopStore store, StaffGate gate)
{
    public const int PageSize = 25;

    public async Task<ListCouponsForStaffResult> ExecuteAsync(ListCouponsForStaffRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct))
            return new ListCouponsForStaffResult(ListCouponsForStaffStatus.NotAllowed, [], 1, 1, 0);
        return await store.ReadAsync(async db =>
        {
            var all = db.Set<Coupon>().Where(c => request.State == null || c.State == request.State);
            var page = ListPage.Of(request.Page, PageSize, await all.CountAsync(ct));
            var coupons = await all.OrderByDescending(c => c.Id).Skip(page.Skip).Take(PageSize).ToListAsync(ct);
            var claims = await CountsAsync(db, [.. coupons.Select(c => c.Id)], ct);
            var codes = await CodesAsync(db, [.. coupons.Select(c => c.Id)], ct);
            return new ListCouponsForStaffResult(
                ListCouponsForStaffStatus.Listed,
                [.. coupons.Select(c => StaffCoupons.Of(
                    c, claims.GetValueOrDefault(c.Id), codes.GetValueOrDefault(c.Id, (0, ""))))],
                page.Number, page.Count, page.RowCount);
        }, ct);
    }

    /// <summary>How many codes each coupon has, and one of them.</summary>
    internal static Task<Dictionary<long, (int Count, string First)>> CodesAsync(
        ShopDbContext db, long[] coupons, CancellationToken ct) =>
        db.Set<CouponCode>().Where(c => coupons.Contains(c.CouponId)).GroupBy(c => c.CouponId)
            .Select(g => new { g.Key, Count = g.Count(), First = g.Min(c => c.Text) })
            .ToDictionaryAsync(c => c.Key, c => (c.Count, c.First ?? ""), ct);

    /// <summary>How many claims of each coupon are held and used.</summary>
    internal static async Task<Dictionary<long, (int Held, int Used)>> CountsAsync(
        ShopDbContext db, long[] coupons, CancellationToken ct)
    {
        var counts = await db.Set<CouponClaim>()
            .Where(c => coupons.Contains(c.CouponId) && c.State != ClaimState.Unused)
            .GroupBy(c => new { c.CouponId, c.State })
            .Select(g => new { g.Key.CouponId, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        return counts.GroupBy(c => c.CouponId).ToDictionary(g => g.Key, g => (
            g.Where(c => c.State == ClaimState.Held).Sum(c => c.Count),
            g.Where(c => c.State == ClaimState.Used).Sum(c => c.Count)));
    }
}
