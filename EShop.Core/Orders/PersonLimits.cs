using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Orders;

/// <summary>How many of SKUs that set a limit people have ordered, closed and refunded orders left out.</summary>
internal sealed class UnitsHad(Dictionary<(long AccountId, long SkuId), int> units)
{
    public int Of(long accountId, CheckoutLine line) => units.GetValueOrDefault((accountId, line.SkuId));

    /// <summary>How many more of it the person may have.</summary>
    public long LeftOf(long accountId, CheckoutLine line) => line.PersonMax is { } max
        ? Math.Max(0, max - Of(accountId, line))
        : long.MaxValue;

    public void Add(long accountId, CheckoutLine line) =>
        units[(accountId, line.SkuId)] = Of(accountId, line) + line.Quantity;
}

/// <summary>What one person may have at once: unpaid orders, and units of a SKU that sets it. Counted on the orders
/// themselves, so that closing one gives back without a further step.</summary>
internal static class PersonLimits
{
    /// <summary>Decides for all orders of a turn, in their order, inside the transaction that places them and with
    /// their people to itself until it commits. Those that are refused, and why.</summary>
    public static async Task<IReadOnlyDictionary<OrderToPlace, PlaceOrderResult>> RefusalsAsync(
        ShopDbContext db, IReadOnlyList<OrderToPlace> orders, int openMax, CancellationToken ct)
    {
        var refused = new Dictionary<OrderToPlace, PlaceOrderResult>();
        if (orders.Count == 0) return refused;
        var accounts = orders.Select(o => o.Order.AccountId).Distinct().ToArray();
        await EnterAsync(db, accounts, ct);
        var open = await OpenAsync(db, accounts, ct);
        var had = await HadAsync(db, accounts, orders.SelectMany(o => o.Limited), ct);
        foreach (var order in orders)
        {
            var account = order.Order.AccountId;
            var over = order.Limited.FirstOrDefault(line => line.Quantity > had.LeftOf(account, line));
            if (open.GetValueOrDefault(account) >= openMax)
                refused.Add(order, new PlaceOrderResult(PlaceOrderStatus.TooManyOpen));
            else if (over is not null)
                refused.Add(order, new PlaceOrderResult(
                    PlaceOrderStatus.OverPersonLimit, over.SkuId, had.LeftOf(account, over)));
            else
            {
                if (order.Order.DueMinor > 0) open[account] = open.GetValueOrDefault(account) + 1;
                foreach (var line in order.Limited) had.Add(account, line);
            }
        }

        return refused;
    }

    /// <summary>How many unpaid orders each of them has; who has none is left out.</summary>
    public static Task<Dictionary<long, int>> OpenAsync(ShopDbContext db, long[] accounts, CancellationToken ct) =>
        db.Set<Order>()
            .Where(o => EF.Parameter(accounts).Contains(o.AccountId) && o.State == OrderState.AwaitingPayment)
            .GroupBy(o => o.AccountId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>Asks only where one of the lines has a limit.</summary>
    public static async Task<UnitsHad> HadAsync(
        ShopDbContext db, long[] accounts, IEnumerable<CheckoutLine> lines, CancellationToken ct)
    {
        var limited = lines.Where(line => line.PersonMax is not null).Select(line => line.SkuId).Distinct().ToArray();
        if (limited.Length == 0) return new UnitsHad([]);
        var had = await db.Set<Order>()
            .Where(o => EF.Parameter(accounts).Contains(o.AccountId)
                && o.State != OrderState.Closed && o.State != OrderState.Refunded)
            .SelectMany(o => o.Lines, (o, l) => new { o.AccountId, l.SkuId, l.Quantity })
            .Where(l => EF.Parameter(limited).Contains(l.SkuId))
            .GroupBy(l => new { l.AccountId, l.SkuId })
            .Select(g => new { g.Key.AccountId, g.Key.SkuId, Units = g.Sum(l => l.Quantity) }).ToListAsync(ct);
        return new UnitsHad(had.ToDictionary(h => (h.AccountId, h.SkuId), h => h.Units));
    }

    /// <summary>SQLite has one writer at a time; elsewhere the rows of the people are taken, in order.</summary>
    private static async Task EnterAsync(ShopDbContext db, long[] accounts, CancellationToken ct)
    {
        if (db is not PostgresShopDbContext) return;
        await db.Database.ExecuteSqlAsync(
            $"""
             insert into buyers (account_id, order_count)
             select account_id, 1 from unnest({accounts}) as account_id order by account_id
             on conflict (account_id) do update set order_count = buyers.order_count + 1
             """, ct);
    }
}
