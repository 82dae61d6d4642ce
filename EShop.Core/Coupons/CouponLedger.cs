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

    /// <summary>Settles the open coupon tasks of orders, each up to its last one. How many there were; 0: they were
    /// settled already, so twice is once.</summary>
    public static async Task<int> SettleAsync(
        ShopDbContext db, DateTimeOffset now, IReadOnlyList<Settling> orders, CancellationToken ct)
    {
        var settled = 0;
        foreach (var end in orders.GroupBy(o => (o.To, o.Reason)))
        {
            var last = end.ToDictionary(o => o.Order.Text, o => o.LastTask);
            var numbers = last.Keys.ToArray();
            var open = (await db.Set<CouponTask>().AsNoTracking()
                .Where(t => EF.Parameter(numbers).Contains(t.OrderNumber) && t.State == LockState.Lock)
                .OrderBy(t => t.ClaimId).ToListAsync(ct))
                .Where(t => t.Id <= last[t.OrderNumber]).Select(t => t.Id).ToList();
            if (open.Count > 0) settled += await EndAsync(db, now, (open, end.Key.To, end.Key.Reason), ct);
        }

        return settled;
    }

    /// <summary>Gives the used claim of a paid order back to its owner. False: it has none, or gave it back before.
    /// </summary>
    public static async Task<bool> ReturnAsync(ShopDbContext db, OrderNumber order, CancellationToken ct) =>
        await db.Set<CouponClaim>().Where(c => c.State == ClaimState.Used && c.OrderNumber == order.Text)
            .ExecuteUpdateAsync(set => set
                .SetProperty(c => c.State, ClaimState.Unused)
                .SetProperty(c => c.OrderNumber, (string?)null), ct) == 1;

    public static async Task LookAgainAsync(
        ShopDbContext db, IReadOnlyList<(string Number, DateTimeOffset At)> orders, CancellationToken ct)
    {
        var times = orders.ToDictionary(o => o.Number, o => o.At.ToUnixTimeMilliseconds());
        var numbers = times.Keys.ToArray();
        var open = await db.Set<CouponTask>()
            .Where(t => EF.Parameter(numbers).Contains(t.OrderNumber) && t.State == LockState.Lock)
            .OrderBy(t => t.Id).Select(t => new { t.Id, t.OrderNumber }).ToListAsync(ct);
        var again = NumberRows.Of(db, ["id", "due"], [.. open.Select(t => new[] { t.Id, times[t.OrderNumber] })]);
        var sql = $"""
            update coupon_tasks set due_at = d.due from {again.Sql} where coupon_tasks.id = d.id and state = 'Lock'
            """;
        await db.Database.ExecuteSqlRawAsync(sql, again.Parameters, ct);
    }

    /// <summary>Counts a failed look and has the job look again later.</summary>
    public static Task BackOffAsync(
        ShopDbContext db, string number, (DateTimeOffset DueAt, string Reason) again, CancellationToken ct) =>
        db.Set<CouponTask>().Where(t => t.OrderNumber == number && t.State == LockState.Lock)
            .ExecuteUpdateAsync(set => set
                .SetProperty(t => t.DueAt, again.DueAt)
                .SetProperty(t => t.Reason, again.Reason)
                .SetProperty(t => t.Tries, t => t.Tries + 1), ct);

    /// <summary>Ends those of the tasks that are still open, each with its claim.</summary>
    private static async Task<int> EndAsync(
        ShopDbContext db, DateTimeOffset now, (IReadOnlyList<long> Ids, LockState To, string Reason) end,
        CancellationToken ct)
    {
        var tasks = NumberRows.Of(db, ["id"], [.. end.Ids.Select(id => new[] { id })]);
        var ending = $$"""
            update coupon_tasks set state = {0}, reason = {1}, settled_at = {2}
            where state = 'Lock' and id in (select d.id from {{tasks.Sql}}) returning id as "Value"
            """;
        object[] values = [end.To.ToString(), end.Reason, now.ToUnixTimeMilliseconds(), .. tasks.Parameters];
        var ended = await db.Database.SqlQueryRaw<long>(ending, values).ToListAsync(ct);
        if (ended.Count == 0) return 0;
        var (state, bound) = end.To == LockState.Finish
            ? (ClaimState.Used, "order_number")
            : (ClaimState.Unused, "null");
        var its = NumberRows.Of(db, ["id"], [.. ended.Select(id => new[] { id })]);
        var moving = $$"""
            update coupon_claims set state = {0}, order_number = {{bound}}
            where state = 'Held' and (id, order_number) in (
                select t.claim_id, t.order_number from coupon_tasks t join {{its.Sql}} on d.id = t.id)
            """;
        object[] moved = [state.ToString(), .. its.Parameters];
        if (await db.Database.ExecuteSqlRawAsync(moving, moved, ct) != ended.Count)
            throw new InvalidOperationException(
                $"Coupon tasks are open, but their claims are not held: among {ended[0]} and others.");
        return ended.Count;
    }
}
