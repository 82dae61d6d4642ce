using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>The only writer of claims, coupon tasks and the count of what was given (S7, S14). Guarded updates decide;
/// the caller's transaction is around it.</summary>
internal static class CouponLedger
{
    /// <summary>Gives out claims of one coupon at once: the count goes up by their number, and each gets its id. False:
    /// fewer are left, or staff has changed the coupon since it was read; nothing was changed, decide again from fresh
    /// rows.</summary>
    public static async Task<bool> GiveAsync(
        ShopDbContext db, Coupon coupon, IReadOnlyList<CouponClaim> claims, CancellationToken ct)
    {
        var count = claims.Count;
        var rows = await db.Set<Coupon>()
            .Where(c => c.Id == coupon.Id && c.State == CouponState.Published && c.Version == coupon.Version
                && c.Claimed + count <= c.Total)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Claimed, c => c.Claimed + count), ct);
        if (rows == 0) return false;
        await db.InsertAsync(claims, ct);
        return true;
    }

    /// <summary>Binds an unused claim of the account to an order, with a task in LOCK. False: it is not there to be
    /// held.</summary>
    public static async Task<bool> HoldAsync(
        ShopDbContext db, DateTimeOffset now, HoldClaimRequest hold, CancellationToken ct)
    {
        var rows = await db.Set<CouponClaim>()
            .Where(c => c.Id == hold.ClaimId && c.AccountId == hold.AccountId && c.State == ClaimState.Unused
                && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set
                .SetProperty(c => c.State, ClaimState.Held)
                .SetProperty(c => c.OrderNumber, hold.Order.Text), ct);
        if (rows == 0) return false;
        db.Set<CouponTask>().Add(new CouponTask
        {
            OrderNumber = hold.Order.Text,
            ClaimId = hold.ClaimId,
            CreatedAt = now,
            DueAt = hold.DueAt,
        });
        return true;
    }

    /// <summary>Notes that the owner of a claim is told that it expires soon. False: it was told before, or there is
    /// nothing (any more) to be told.</summary>
    public static async Task<bool> RemindAsync(
        ShopDbContext db, DateTimeOffset now, long claimId, CancellationToken ct) =>
        await db.Set<CouponClaim>()
            .Where(c => c.Id == claimId && c.State == ClaimState.Unused && c.RemindedAt == null && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.RemindedAt, now), ct) == 1;

    /// <summary>Settles the open coupon task of an order, if it has one with an id up to LastTask. False: there is
    /// none, or it was settled already, so twice is once.</summary>
    public static async Task<bool> SettleAsync(
        ShopDbContext db, DateTimeOffset now, (OrderNumber Order, LockState To, string Reason, long LastTask) settling,
        CancellationToken ct)
    {
        var (order, to, reason, last) = settling;
        var task = await db.Set<CouponTask>().AsNoTracking()
            .SingleOrDefaultAsync(
                t => t.OrderNumber == order.Text && t.State == LockState.Lock && t.Id <= last, ct);
        if (task is null) return false;
        var rows = await db.Set<CouponTask>().Where(t => t.Id == task.Id && t.State == LockState.Lock)
            .ExecuteUpdateAsync(set => set
                .SetProperty(t => t.State, to)
                .SetProperty(t => t.Reason, reason)
                .SetProperty(t => t.SettledAt, now), ct);
        if (rows == 0) return false;
        var (state, boundTo) = to == LockState.Finish ? (ClaimState.Used, order.Text) : (ClaimState.Unused, null);
        var claims = await db.Set<CouponClaim>()
            .Where(c => c.Id == task.ClaimId && c.State == ClaimState.Held && c.OrderNumber == order.Text)
            .ExecuteUpdateAsync(set => set
                .SetProperty(c => c.State, state)
                .SetProperty(c => c.OrderNumber, boundTo), ct);
        if (claims == 0)
            throw new InvalidOperationException($"Coupon task {task.Id} is open, but its claim is not held.");
        return true;
    }

    public static Task LookAgainAsync(
        ShopDbContext db, OrderNumber order, DateTimeOffset dueAt, CancellationToken ct) =>
        OpenTasksOf(db, order).ExecuteUpdateAsync(set => set.SetProperty(t => t.DueAt, dueAt), ct);

    /// <summary>Counts a failed look and has the job look again later.</summary>
    public static Task BackOffAsync(
        ShopDbContext db, OrderNumber order, (DateTimeOffset DueAt, string Reason) again, CancellationToken ct) =>
        OpenTasksOf(db, order).ExecuteUpdateAsync(set => set
            .SetProperty(t => t.DueAt, again.DueAt)
            .SetProperty(t => t.Reason, again.Reason)
            .SetProperty(t => t.Tries, t => t.Tries + 1), ct);

    private static IQueryable<CouponTask> OpenTasksOf(ShopDbContext db, OrderNumber order) =>
        db.Set<CouponTask>().Where(t => t.OrderNumber == order.Text && t.State == LockState.Lock);
}
