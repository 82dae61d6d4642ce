using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>A copy of the database, made while people buy, is a shop of one moment.</summary>
public sealed class BackupTests
{
    private const int Shoppers = 16;
    private const int CopyAfter = 4;

    [Fact]
    public async Task F47_A_copy_made_under_load_balances_and_the_shop_goes_on_from_it()
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["Settling:Period"] = "00:00:01";
            options.Settings["Settling:CheckoutGrace"] = "00:00:15";
        });
        var goods = await shop.GoodsAsync(stock: 2 * Shoppers);
        var (stock, _, _) = await shop.StockAsync(goods);
        using var crowd = await Crowd.AtCheckoutAsync(shop, goods, Shoppers);
        var (file, copy) = (Path.Combine(shop.DataFolder, "shop.db"), Path.Combine(shop.DataFolder, "copy.db"));

        var enough = crowd.PlacedAsync(CopyAfter);
        var copying = CopyAsync(shop, enough, copy);
        var first = await Race.RunAsync(Shoppers, async index =>
        {
            if (index >= Shoppers / 2) await enough; // while it is copied
            return await crowd.PlaceAsync(index);
        });
        await copying;
        await shop.KillAsync();
        File.Move(copy, file, overwrite: true);
        File.Delete($"{file}-wal");
        File.Delete($"{file}-shm");

        await shop.AuditAsync();
        var kept = (await shop.RowsAsync("select number from orders")).Select(row => row[0]).ToHashSet();
        Assert.InRange(kept.Count, CopyAfter, Shoppers);
        await shop.StartAgainAsync();
        var again = await Race.RunAsync(Shoppers, crowd.PlaceAsync);
        Assert.All(again, Assert.NotNull);
        Assert.All(first.Zip(again), pair => Assert.Equal(kept.Contains(pair.First!), pair.First == pair.Second));
        await shop.StockIsAsync(goods, (stock - Shoppers, Shoppers, 0));
        await shop.AuditAsync();
    }

    private static async Task CopyAsync(WebShop shop, Task enough, string copy)
    {
        await enough;
        await shop.SpoilAsync($"vacuum into '{copy}'");
    }
}
