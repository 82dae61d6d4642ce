using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>All rows about one cast, as of one moment in which nothing is under way.</summary>
internal sealed class ShopPicture
{
    public required DateTimeOffset At { get; init; }
    public required IReadOnlyDictionary<long, StockLevel> Levels { get; init; }
    public required IReadOnlyList<StockTask> StockTasks { get; init; }
    public required IReadOnlyDictionary<string, Order> Orders { get; init; }
    public required ILookup<string, OrderStep> Steps { get; init; }
    public required IReadOnlyDictionary<long, Coupon> Coupons { get; init; }
    public required IReadOnlyDictionary<Guid, CouponClaim> Claims { get; init; }
    public required IReadOnlyList<CouponTask> CouponTasks { get; init; }
    public required IReadOnlyDictionary<long, Payment> Payments { get; init; }
    public required IReadOnlyDictionary<string, Refund> Refunds { get; init; }
    public required IReadOnlyList<RefundLine> RefundLines { get; init; }
    public required IReadOnlyDictionary<long, RefundRequest> Requests { get; init; }
    public required IReadOnlyDictionary<string, SandboxTrade> Trades { get; init; }
    public required IReadOnlyDictionary<long, (int Version, Sku Sku)> Products { get; init; }
    public required IReadOnlyDictionary<(long Account, long Sku), int> Carts { get; init; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The steps of an order's life as words, in their order.</summary>
    public IReadOnlyList<string> LifeOf(string order) =>
        [.. Steps[order].Select(s => $"{s.Seq} {s.FromState}>{s.ToState} {s.Note}")];

    public IEnumerable<Refund> RefundsOf(Payment payment) => Refunds.Values.Where(r => r.PaymentId == payment.Id);

    /// <summary>Stock that was taken for a number that is no order: whoever took it died on the way.</summary>
    public IEnumerable<StockTask> Stranded =>
        StockTasks.Where(t => t.State == EShop.Core.Primitives.LockState.Lock && !Orders.ContainsKey(t.OrderNumber));

    public static Task<ShopPicture> TakeAsync(TestShop shop, Cast cast) =>
        shop.Get<ShopStore>().ReadSnapshotAsync(db => TakeAsync(db, shop.Now, cast), Ct);

    private static async Task<ShopPicture> TakeAsync(ShopDbContext db, DateTimeOffset now, Cast cast)
    {
        var orders = await db.Set<Order>().Where(o => cast.Accounts.Contains(o.AccountId)).Include(o => o.Lines)
            .ToDictionaryAsync(o => o.Number, Ct);
        var numbers = orders.Keys.ToArray();
        var steps = await db.Set<OrderStep>().Where(s => numbers.Contains(s.OrderNumber)).OrderBy(s => s.Seq)
            .ToListAsync(Ct);
        var payments = await db.Set<Payment>().Where(p => numbers.Contains(p.OrderNumber))
            .ToDictionaryAsync(p => p.Id, Ct);
        var paymentIds = payments.Keys.ToArray();
        var claims = await db.Set<CouponClaim>().Where(c => cast.Coupons.Contains(c.CouponId)).ToListAsync(Ct);
        var claimIds = claims.Select(c => c.Id).ToArray();
        var products = await db.Set<Product>().Where(p => p.Skus.Any(s => cast.Skus.Contains(s.Id)))
            .Include(p => p.Skus).ToListAsync(Ct);
        var carts = await db.Set<Cart>().Where(c => cast.Accounts.Contains(c.AccountId!.Value)).Include(c => c.Lines)
            .ToListAsync(Ct);
        return new ShopPicture
        {
            At = now,
            Orders = orders,
            Steps = steps.ToLookup(s => s.OrderNumber),
            Payments = payments,
            Claims = claims.ToDictionary(c => c.RequestKey),
            Products = products.ToDictionary(p => p.Id, p => (p.Version, p.Skus.Single())),
            Carts = carts.SelectMany(c => c.Lines, (c, l) => (c.AccountId!.Value, l))
                .ToDictionary(l => (l.Value, l.l.SkuId), l => l.l.Quantity),
            Levels = await db.Set<StockLevel>().Where(l => cast.Skus.Contains(l.SkuId))
                .ToDictionaryAsync(l => l.SkuId, Ct),
            StockTasks = await db.Set<StockTask>().Where(t => cast.Skus.Contains(t.SkuId)).ToListAsync(Ct),
            Coupons = await db.Set<Coupon>().Where(c => cast.Coupons.Contains(c.Id)).ToDictionaryAsync(c => c.Id, Ct),
            CouponTasks = await db.Set<CouponTask>().Where(t => claimIds.Contains(t.ClaimId)).ToListAsync(Ct),
            Refunds = await db.Set<Refund>().Where(r => paymentIds.Contains(r.PaymentId))
                .ToDictionaryAsync(r => r.Key, Ct),
            RefundLines = await db.Set<RefundLine>().Where(l => numbers.Contains(l.OrderNumber)).ToListAsync(Ct),
            Requests = await db.Set<RefundRequest>().Where(r => numbers.Contains(r.OrderNumber))
                .ToDictionaryAsync(r => r.Id, Ct),
            Trades = await db.Set<SandboxTrade>().Where(t => numbers.Contains(t.OrderNumber))
                .ToDictionaryAsync(t => t.Id, Ct),
        };
    }
}
