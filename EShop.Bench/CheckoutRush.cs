using EShop.Core.Books;
using EShop.Core.Inventory;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

internal enum CheckoutCase { Hot, Spread }

/// <param name="Sold">Pieces taken by the measured orders.</param>
/// <param name="Over">How many more were taken than there were when four times as many were wanted; must be 0.</param>
/// <param name="Unsold">How many were left although somebody who wanted them was refused; must be 0.</param>
internal sealed record CheckoutRushResult(
    int Parallel, double PlainPerSecond, LoopResult Shop, double CeilingPerSecond, long Sold, long Over, long Unsold);

/// <summary>So many shoppers with full carts before the button: the plain flow, the shop's, the ceiling. At the end the
/// books have to balance.</summary>
internal sealed class CheckoutRush(BenchShop shop, CheckoutCase which, int parallel)
{
    private const int Orders = 12_000, PlainOrdersMax = 600, WarmUpOrders = 6_000, CeilingOrders = 6_000;
    private const int ScarceStock = 500, ScarceOrders = 1_000, SpreadSkus = 1_000, SpreadLines = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private readonly CheckOut _checkOut = shop.Get<CheckOut>();

    public static async Task<CheckoutRushResult> RunAsync(BenchParts parts, CheckoutCase which, int parallel)
    {
        await using var shop = await BenchShop.StartAsync(parts);
        return await new CheckoutRush(shop, which, parallel).RunAsync();
    }

    private async Task<CheckoutRushResult> RunAsync()
    {
        var (skus, lines) = which == CheckoutCase.Hot ? (1, 1) : (SpreadSkus, SpreadLines);
        var goods = await BenchGoods.MakeAsync(shop, skus, stock: 1_000_000);
        var ceiling = await OrderCeiling.OrdersPerSecondAsync(shop, await goods.CartsAsync(CeilingOrders, lines));
        var plain = await PlainAsync(await goods.CartsAsync(Math.Clamp(parallel * 2, 200, PlainOrdersMax), lines));
        // The first orders warm the code up.
        await RushAsync(await goods.CartsAsync(WarmUpOrders, lines));
        var before = await goods.TakenAsync();
        var carts = await goods.CartsAsync(Orders, lines);
        GC.Collect();
        var (loop, answers) = await RushAsync(carts);
        if (answers.Any(a => a is not (CheckOutStatus.Placed or null)))
            throw new InvalidOperationException("Somebody was refused although there was enough for all.");
        var sold = await goods.TakenAsync() - before;
        var (over, unsold) = await ScarceAsync();
        await CheckBooksAsync();
        return new CheckoutRushResult(parallel, plain, loop, ceiling, sold, over, unsold);
    }

    /// <summary>Each shopper presses the button once, as many at once as there are. Null: the time was up before.
    /// </summary>
    private async Task<(LoopResult Loop, CheckOutStatus?[] Answers)> RushAsync(IReadOnlyList<CheckOutRequest> requests)
    {
        var answers = new CheckOutStatus?[requests.Count];
        var loop = await ClosedLoop.RunAsync((parallel, requests.Count, Limit), async i =>
            answers[i] = (await _checkOut.ExecuteAsync(requests[i], default)).Status);
        return (loop, answers);
    }

    /// <summary>A thousand want one to three pieces each of something of which there are 500.</summary>
    private async Task<(long Over, long Unsold)> ScarceAsync()
    {
        var goods = await BenchGoods.MakeAsync(shop, skus: 1, stock: ScarceStock);
        var (_, answers) = await RushAsync(await goods.CartsAsync(ScarceOrders, lines: 1, quantityMax: 3));
        var taken = await goods.TakenAsync();
        var placed = answers.Count(a => a == CheckOutStatus.Placed);
        var orders = await goods.OrdersAsync();
        if (placed != orders) throw new InvalidOperationException($"{placed} were told yes, {orders} have an order.");
        return (Math.Max(taken - ScarceStock, 0), answers.Contains(null) ? 0 : Math.Max(ScarceStock - taken, 0));
    }

    private async Task<double> PlainAsync(IReadOnlyList<CheckOutRequest> requests)
    {
        var plain = new PlainCheckout(shop);
        var load = (parallel, requests.Count, Limit);
        return (await ClosedLoop.RunAsync(load, i => plain.ExecuteAsync(requests[i]))).PerSecond;
    }

    private async Task CheckBooksAsync()
    {
        var books = await shop.Get<CheckBooks>().ExecuteAsync(new CheckBooksRequest(IsSaved: false), default);
        // No worker delivers messages or settles here: what may be open for a while is open.
        if (books.Lines.FirstOrDefault(l => l is { Kind: InvariantKind.Always, IsOk: false }) is { } broken)
            throw new InvalidOperationException($"The books do not balance: {broken.Name}.");
    }
}
