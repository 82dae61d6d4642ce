using EShop.Core.Jobs;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Coupons;

/// <summary>The coupon tasks, as the sweep sees them.</summary>
internal sealed class CouponSettling : ISettling
{
    public string Name => "coupon";

    public Task<List<DueOrder>> DueAsync(
        ShopDbContext db, (DateTimeOffset Now, int Max) look, CancellationToken ct) =>
        db.Set<CouponTask>().Where(t => t.State == LockState.Lock && t.DueAt <= look.Now)
            .OrderBy(t => t.DueAt).Take(look.Max)
            .Select(t => new DueOrder(t.OrderNumber, t.Tries)).ToListAsync(ct);

    public Task<Dictionary<string, long>> LastAsync(
        ShopDbContext db, IReadOnlyList<string> numbers, CancellationToken ct) =>
        db.Set<CouponTask>().Where(t => EF.Parameter(numbers).Contains(t.OrderNumber)).GroupBy(t => t.OrderNumber)
            .Select(its => new { Number = its.Key, Last = its.Max(t => t.Id) })
            .ToDictionaryAsync(o => o.Number, o => o.Last, ct);

    public Task<int> SettleAsync(
        ShopDbContext db, DateTimeOffset now, IReadOnlyList<Settling> orders, CancellationToken ct) =>
        CouponLedger.SettleAsync(db, now, orders, ct);

    public Task LookAgainAsync(
        ShopDbContext db, IReadOnlyList<(string Number, DateTimeOffset At)> orders, CancellationToken ct) =>
        CouponLedger.LookAgainAsync(db, orders, ct);

    public Task BackOffAsync(
        ShopDbContext db, string number, (DateTimeOffset DueAt, string Reason) again, CancellationToken ct) =>
        CouponLedger.BackOffAsync(db, number, again, ct);
}
