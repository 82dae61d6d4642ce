using System.Diagnostics;
using EShop.Core.Inventory;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>The median time of a look that finds nothing due.</summary>
internal sealed record IdleLooksResult(double FewUs, double ManyUs);

/// <summary>Looks for due tasks behind few and behind millions of settled ones.</summary>
internal static class IdleLooks
{
    public const int Few = 10_000, Many = 2_000_000;
    private const int PerTransaction = 200_000, Looks = 1_001;

    public static async Task<IdleLooksResult> RunAsync(BenchParts parts)
    {
        await using var shop = await BenchShop.StartAsync(parts);
        var goods = await BenchGoods.MakeAsync(shop, skus: 1, stock: 1);
        await AddSettledAsync(shop, goods, (0, Few));
        await MedianUsAsync(shop); // warms the code up
        var few = await MedianUsAsync(shop);
        for (var first = Few; first < Many; first += PerTransaction)
            await AddSettledAsync(shop, goods, (first, Math.Min(PerTransaction, Many - first)));
        return new IdleLooksResult(few, await MedianUsAsync(shop));
    }

    private static async Task<double> MedianUsAsync(BenchShop shop)
    {
        var took = new double[Looks];
        for (var i = 0; i < Looks; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await shop.Get<SettleStockTasks>().ExecuteAsync(default);
            took[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return took.Order().ElementAt(Looks / 2);
    }

    /// <summary>Tasks in FINISH, as orders of a year would have left them.</summary>
    private static Task AddSettledAsync(BenchShop shop, BenchGoods goods, (int First, int Count) tasks) =>
        shop.Store.WriteAsync(db => db.Database.ExecuteSqlAsync($"""
            with recursive n(i) as (
                select {tasks.First} union all select i + 1 from n where i + 1 < {tasks.First + tasks.Count})
            insert into stock_tasks
                (order_number, sku_id, quantity, state, created_at, due_at, settled_at, tries, reason)
            select '260101-' || substr('0000000000000' || cast(i as varchar(13)), length(cast(i as varchar(13))) + 1),
                {goods.FirstSkuId}, 1, 'Finish', i, i, i, 0, 'order paid'
            from n
            """), default);
}
