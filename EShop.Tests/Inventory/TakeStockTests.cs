using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Inventory;

public sealed class TakeStockTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Whoever is refused wanted more than was left: so nothing stays unsold that somebody wanted.</summary>
    [Theory, EachStore]
    public async Task S10_200_orders_of_mixed_sizes_on_two_nodes_take_the_last_50_to_the_last_one(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 50);
        TakeStock[] nodes = [shop.Get<TakeStock>(), shop.SecondNode().Get<TakeStock>()];
        var wants = Enumerable.Range(0, 200).Select(i => 1 + i % 4).ToArray();

        var results = await Race.RunAsync(200, i => nodes[i % 2].ExecuteAsync(Order(shop, (skuId, wants[i])), Ct));

        var level = await shop.StockAsync(skuId);
        Assert.Equal((0L, 50L), (level.Available, level.Locked));
        var (taken, refused) = (Of(TakeStockStatus.Taken), Of(TakeStockStatus.SoldOut));
        Assert.Equal(200, taken.Count + refused.Count);
        Assert.Equal(50, taken.Sum(i => wants[i]));
        Assert.All(refused, i => Assert.True(results[i].SkuId == skuId && results[i].Left < wants[i]));
        await shop.AuditAsync();

        List<int> Of(TakeStockStatus status) =>
            [.. results.Index().Where(r => r.Item.Status == status).Select(r => r.Index)];
    }

    [Theory, EachStore]
    public async Task What_is_too_little_for_one_goes_to_the_next_who_wants_less(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        TakeStockRequest[] line = [.. new[] { 3, 4, 2, 1 }.Select(quantity => Order(shop, (skuId, quantity)))];

        var answers = await Turn(shop).DecideAsync(line);

        Assert.Equal(
            [(TakeStockStatus.Taken, 0L), (TakeStockStatus.SoldOut, 2L), (TakeStockStatus.Taken, 0L),
                (TakeStockStatus.SoldOut, 0L)],
            answers.Select(a => (a.Status, a.Left)));
        Assert.Equal([3, 2], await shop.ReadAsync(
            db => db.Set<StockTask>().OrderBy(t => t.Id).Select(t => t.Quantity).ToListAsync(Ct)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task An_order_takes_all_of_its_lines_or_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (plenty, few) = (await shop.SkuAsync(stock: 10), await shop.SkuAsync(stock: 1));
        TakeStockRequest[] line =
            [Order(shop, (few, 2), (plenty, 3)), Order(shop, (plenty, 4), (few, 1)), Order(shop, (plenty, 1))];

        var answers = await Turn(shop).DecideAsync(line);

        Assert.Equal(new TakeStockResult(TakeStockStatus.SoldOut, few, 1), answers[0]);
        Assert.Equal([TakeStockStatus.Taken, TakeStockStatus.Taken], answers.Skip(1).Select(a => a.Status));
        Assert.Equal((5L, 5L), await FreeAndLocked(shop, plenty));
        Assert.Equal((0L, 1L), await FreeAndLocked(shop, few));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task The_same_SKU_twice_is_wanted_twice(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);

        var tooMany = await shop.Get<TakeStock>().ExecuteAsync(Order(shop, (skuId, 3), (skuId, 3)), Ct);
        var taken = await shop.Get<TakeStock>().ExecuteAsync(Order(shop, (skuId, 3), (skuId, 2)), Ct);

        Assert.Equal(new TakeStockResult(TakeStockStatus.SoldOut, skuId, 5), tooMany);
        Assert.Equal(TakeStockStatus.Taken, taken.Status);
        Assert.Equal(5, await shop.ReadAsync(db => db.Set<StockTask>().Select(t => t.Quantity).SingleAsync(Ct)));
        await shop.AuditAsync();
    }

    /// <summary>In one turn, and again in a later one, where the key of the tasks says so.</summary>
    [Theory, EachStore]
    public async Task An_order_that_asks_twice_takes_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (order, other) = (Order(shop, (skuId, 2)), Order(shop, (skuId, 1)));

        await Turn(shop).DecideAsync([order, order]);
        var again = await Turn(shop).DecideAsync([other, order]);

        Assert.All(again, answer => Assert.Equal(TakeStockStatus.Taken, answer.Status));
        Assert.Equal((2L, 3L), await FreeAndLocked(shop, skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_SKU_without_stock_is_sold_out(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);

        var result = await shop.Get<TakeStock>().ExecuteAsync(Order(shop, (4711, 1)), Ct);

        Assert.Equal(new TakeStockResult(TakeStockStatus.SoldOut, 4711, 0), result);
    }

    /// <summary>Nodes take the rows in SKU order, whatever the order of the lines: nobody waits in a circle.</summary>
    [Theory, EachStore]
    public async Task F21_Carts_with_reversed_SKUs_on_two_nodes_end_exact(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Storage:RetriesMax"] = "0");
        var (one, two) = (await shop.SkuAsync(stock: 40), await shop.SkuAsync(stock: 60));
        TakeStock[] nodes = [shop.Get<TakeStock>(), shop.SecondNode().Get<TakeStock>()];

        var results = await Race.RunAsync(100, i => nodes[i % 2].ExecuteAsync(
            i % 4 < 2 ? Order(shop, (one, 1), (two, 1)) : Order(shop, (two, 1), (one, 1)), Ct));

        Assert.Equal(40, results.Count(r => r.Status == TakeStockStatus.Taken));
        Assert.All(results.Where(r => r.Status != TakeStockStatus.Taken),
            r => Assert.Equal(new TakeStockResult(TakeStockStatus.SoldOut, one, 0), r));
        Assert.Equal((0L, 40L), await FreeAndLocked(shop, one));
        Assert.Equal((20L, 40L), await FreeAndLocked(shop, two));
        await shop.AuditAsync();
    }

    /// <summary>However many wait: a read, an update, two inserts.</summary>
    [Theory, EachStore]
    public async Task A_turn_of_a_hundred_orders_is_a_handful_of_statements(Store store)
    {
        var count = new CommandCount();
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(count));
        var skuIds = new[] { await shop.SkuAsync(stock: 500), await shop.SkuAsync(stock: 500) };
        TakeStockRequest[] line =
            [.. Enumerable.Range(0, 100).Select(i => Order(shop, (skuIds[0], 1 + i % 3), (skuIds[1], 1)))];
        var before = count.Value;

        await Turn(shop).DecideAsync(line);

        Assert.Equal(4, count.Value - before);
        Assert.Equal(200, await shop.ReadAsync(db => db.Set<StockMovement>().CountAsync(m => m.TaskId != null, Ct)));
        await shop.AuditAsync();
    }

    private static StockTurn Turn(TestShop shop) => new(shop.Get<Core.Storage.ShopStore>(), shop.Clock);

    private static TakeStockRequest Order(TestShop shop, params (long SkuId, int Quantity)[] lines) =>
        new(OrderNumber.New(shop.Now), lines, shop.Now.AddMinutes(1));

    private static async Task<(long Free, long Locked)> FreeAndLocked(TestShop shop, long skuId)
    {
        var level = await shop.StockAsync(skuId);
        return (level.Available, level.Locked);
    }
}
