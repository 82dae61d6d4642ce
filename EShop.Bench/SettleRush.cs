using System.Collections.Concurrent;
using System.Diagnostics;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Bench;

/// <param name="HeapMiB">By how much the heap was larger than before the sweep, at most.</param>
internal sealed record SettleRushResult(
    int Shoppers, double SettledPerSecond, double HeapMiB, double P95Ms, double P95DuringMs, int OrdersDuring);

/// <summary>Shoppers buy, at first alone, then while one sweep settles what has come due: one half belongs to closed
/// orders, the other to orders that never came to be.</summary>
internal sealed class SettleRush(BenchShop shop, int shoppers)
{
    public const int DueTasks = 100_000;
    private const int TaskSkus = 100, TasksPerTransaction = 1_000, LiveOrdersMax = 14_000, PauseMaxMs = 100;
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private int _next = -1;

    public static async Task<SettleRushResult> RunAsync(BenchParts parts, int shoppers)
    {
        await using var shop = await BenchShop.StartAsync(parts);
        return await new SettleRush(shop, shoppers).RunAsync();
    }

    private async Task<SettleRushResult> RunAsync()
    {
        await MakeDueAsync();
        var goods = await BenchGoods.MakeAsync(shop, skus: 1, stock: 1_000_000);
        var carts = await goods.CartsAsync(LiveOrdersMax, lines: 1);
        var settle = shop.Get<SettleStockTasks>();
        await BuyAsync(carts, Task.Delay(TimeSpan.FromSeconds(2))); // warms the code up
        var alone = await BuyAsync(carts, Task.Delay(Alone));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var sweep = Task.Run(() => settle.ExecuteAsync(default));
        var heap = HighestHeapAsync(sweep);
        var during = await BuyAsync(carts, sweep);
        var result = await sweep;
        var seconds = watch.Elapsed.TotalSeconds;
        if (result is not { Settled: DueTasks, Failed: 0 })
            throw new InvalidOperationException($"{result.Settled} of {DueTasks} orders were settled.");
        return new SettleRushResult(
            shoppers, DueTasks / seconds, (await heap - before) / 1024.0 / 1024, P95(alone), P95(during), during.Count);
    }

    /// <summary>Shoppers who buy, think a little and buy again, until <paramref name="end"/> or the carts are empty.
    /// </summary>
    private async Task<List<double>> BuyAsync(IReadOnlyList<CheckOutRequest> carts, Task end)
    {
        var took = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, shoppers).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCompleted && Interlocked.Increment(ref _next) is var i && i < carts.Count)
            {
                var began = Stopwatch.GetTimestamp();
                var answer = await shop.Get<CheckOut>().ExecuteAsync(carts[i], default);
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (answer.Status != CheckOutStatus.Placed) throw new InvalidOperationException($"{answer.Status}.");
                await Task.Delay(Random.Shared.Next(PauseMaxMs));
            }
        })));
        return [.. took];
    }

    private static async Task<long> HighestHeapAsync(Task end)
    {
        var highest = 0L;
        while (!end.IsCompleted)
        {
            highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: false));
            await Task.WhenAny(end, Task.Delay(Look));
        }

        return highest;
    }

    private static double P95(List<double> took) => took.Order().ElementAt((int)(took.Count * 0.95));

    private async Task MakeDueAsync()
    {
        var now = shop.Get<TimeProvider>().GetUtcNow();
        var (accounts, goods) = (
            await shop.AccountsAsync(1), await BenchGoods.MakeAsync(shop, TaskSkus, DueTasks));
        for (var first = 0; first < DueTasks; first += TasksPerTransaction)
        {
            var orders = Enumerable.Range(first, TasksPerTransaction)
                .Select(i => goods.OrderOf(accounts[0], i, now.AddHours(-1))).ToList();
            await shop.Store.WriteAsync(async db =>
            {
                StockTask[] tasks = [.. orders.Select(o => PlainCheckout.TaskOf(o, o.Lines[0]))];
                await StockLedger.TakeAsync(db, now, tasks, default);
                await OrderLedger.PlaceAsync(db, [.. orders.Where((_, i) => i % 2 == 0)], default);
                await db.Set<Order>().Where(o => o.State == OrderState.AwaitingPayment)
                    .ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrderState.Closed));
            }, default);
        }
    }
}
