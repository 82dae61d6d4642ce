using EShop.Core.Accounts;
using EShop.Core.Catalog;
using EShop.Core.Catalog.LowStock;
using EShop.Core.Catalog.Manage;
using EShop.Core.Mail;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Catalog;

public sealed class WatchLowStockTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Each_fall_is_told_once_to_all_staff_in_their_languages(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (english, chinese) = (await shop.AdminAsync(), await shop.AdminAsync());
        await shop.AccountsAsync(1); // no staff: is told nothing
        await shop.WriteAsync(db => db.Set<Account>().Where(a => a.Id == chinese)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Culture, "zh"), Ct));
        var (marked, _) = (await MarkedAsync(shop, stock: 5, at: 3), await shop.SkuAsync(stock: 1));
        Assert.Equal(new WatchLowStockResult(0, 0), await WatchAsync(shop));

        await shop.BuyAsync(marked, 2);
        Assert.Equal(new WatchLowStockResult(1, 2), await WatchAsync(shop));
        Assert.Equal(new WatchLowStockResult(0, 0), await WatchAsync(shop));

        var mails = await MailsAsync(shop);
        Assert.Equal(
            [(await EmailAsync(shop, english), "Running low: 1"), (await EmailAsync(shop, chinese), "库存预警：1 个规格")],
            mails.Select(m => (m.Recipient, m.Subject)));
        Assert.Contains("): 3 left", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("物件（", mails[1].TextBody, StringComparison.Ordinal);

        // It rises above its mark, and falls once more, even below it.
        await ChangeAsync(shop, english, (marked, 2));
        Assert.Equal(new WatchLowStockResult(0, 0), await WatchAsync(shop));
        await ChangeAsync(shop, english, (marked, -5));
        Assert.Equal(new WatchLowStockResult(1, 2), await WatchAsync(shop));
        Assert.Equal(4, (await MailsAsync(shop)).Count);
    }

    [Theory, EachStore]
    public async Task Two_nodes_that_look_at_once_send_one_mail(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await shop.AdminAsync();
        for (var i = 0; i < 5; i++) await MarkedAsync(shop, stock: 1, at: 1);
        var nodes = new[] { shop.SecondNode(), shop.SecondNode() };

        var results = await Race.RunAsync(8, i => nodes[i % 2].Get<WatchLowStock>().ExecuteAsync(Ct));

        Assert.Equal(5, results.Sum(r => r.Fallen));
        var told = await MailsAsync(shop);
        Assert.Equal(results.Sum(r => r.Mails), told.Count);
        Assert.Equal(5, told.Sum(m => m.TextBody.Split("): 1 left").Length - 1));
    }

    [Theory, EachStore]
    public async Task What_is_not_sold_is_not_told_and_the_list_knows_both_meanings_of_low(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var (archived, sold) = (await MarkedAsync(shop, stock: 1, at: 1), await MarkedAsync(shop, stock: 1, at: 0));
        var (unmarkedLow, unmarkedGone) = (await shop.SkuAsync(stock: 5), await shop.SkuAsync(stock: 1));
        await MarkedAsync(shop, stock: 5, at: 4); // below the figure for those without a mark, above its own
        await shop.WriteAsync(db => db.Set<Product>().Where(p => p.Skus.Any(s => s.Id == archived))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProductState.Archived), Ct));
        await shop.BuyAsync(unmarkedGone);
        await shop.BuyAsync(sold);

        Assert.Equal(new WatchLowStockResult(1, 1), await WatchAsync(shop));

        var low = await shop.Get<ListProductsForStaff>().ExecuteAsync(
            new(admin, "", ProductState.Published, null, StockFilter.Low, 1), Ct);
        var ids = low.Products.Select(p => p.Id).ToList();
        Assert.Equal(
            await shop.ReadAsync(db => db.Set<Sku>().Where(s => s.Id == sold || s.Id == unmarkedLow)
                .Select(s => s.ProductId).OrderBy(id => id).ToListAsync(Ct)), ids.Order());
    }

    private static async Task<long> MarkedAsync(TestShop shop, int stock, int at)
    {
        var sku = await shop.SkuAsync(stock);
        await shop.WriteAsync(db => db.Set<Sku>().Where(s => s.Id == sku)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LowStockAt, at), Ct));
        return sku;
    }

    private static Task<WatchLowStockResult> WatchAsync(TestShop shop) => shop.Get<WatchLowStock>().ExecuteAsync(Ct);

    private static async Task ChangeAsync(TestShop shop, long admin, (long SkuId, long Difference) change)
    {
        var reason = change.Difference > 0 ? StockChangeReason.Received : StockChangeReason.WrittenOff;
        var changed = await shop.Get<ChangeStock>().ExecuteAsync(
            new(admin, change.SkuId, change.Difference, reason, ""), Ct);
        Assert.Equal(ChangeStockStatus.Changed, changed.Status);
    }

    private static Task<List<QueuedMail>> MailsAsync(TestShop shop) =>
        shop.ReadAsync(db => db.Set<QueuedMail>().OrderBy(m => m.Id).ToListAsync(Ct));

    private static async Task<string> EmailAsync(TestShop shop, long accountId) => await shop.ReadAsync(db =>
        db.Set<Account>().Where(a => a.Id == accountId).Select(a => a.Email!).SingleAsync(Ct));
}
