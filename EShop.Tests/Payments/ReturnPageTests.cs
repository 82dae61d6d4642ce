using System.Net;
using EShop.Core.Payments;
using EShop.Tests.Support;

namespace EShop.Tests.Payments;

/// <summary>What a shopper reads who comes back from a payment provider.</summary>
public sealed class ReturnPageTests
{
    private const string Checking = "We are checking your payment.", Slow = "Your payment has not reached us yet.",
        Arrived = "Thank you, your payment has arrived.", Late = "This order was closed before your payment arrived.";

    private static readonly string[] All =
        [Checking, Slow, Arrived, Late, "正在确认您的付款", "暂时还没有收到付款结果", "付款成功，谢谢惠顾", "订单在收到付款前已关闭"];

    [Theory, EachStore]
    public async Task Abuse_71_whoever_comes_back_reads_checking_until_the_provider_has_told_the_shop(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (accountId, placed) = await site.Shop.BuyAsync(await site.Shop.SkuAsync(stock: 5));
        using var shopper = await VisitorAsync(site, accountId);
        var tradeId = await site.Shop.StartAsync((accountId, placed.Number));
        var page = $"/orders/{placed.Number}?paying=";

        // Whatever the browser says, asked or not: the provider has no money yet.
        await ReadsAsync(shopper, $"{page}1&status=PAID", Checking, "To be paid");
        await ReadsAsync(shopper, $"{page}2&trade_status=TRADE_SUCCESS", Checking, "To be paid");
        foreach (var claimed in new[] { "paid", "true", "20", "-1", "99999999999" })
            await ReadsAsync(shopper, $"{page}{claimed}", Slow, "To be paid");
        // It has, and nobody has told the shop.
        await site.Shop.PaySilentlyAsync(tradeId);
        await ReadsAsync(shopper, $"{page}1", Checking, "To be paid");
        Assert.Empty(await site.Shop.PaymentStatesAsync());

        Assert.Equal(ReceivePaymentStatus.Recorded, await site.Shop.PayAsync(placed.Number, tradeId));
        await ReadsAsync(shopper, $"{page}1", Arrived, "Paid");
        await site.Shop.DeliverAllAsync();
        await site.Shop.AuditAsync();
    }

    [Fact]
    public async Task Abuse_71_a_page_that_looks_again_has_the_provider_asked_and_says_so_in_Chinese()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var (accountId, placed) = await site.Shop.BuyAsync(await site.Shop.SkuAsync(stock: 5));
        using var shopper = await VisitorAsync(site, accountId, language: "zh");
        var page = $"/orders/{placed.Number}?paying=";
        await site.Shop.PaySilentlyAsync(await site.Shop.StartAsync((accountId, placed.Number)));

        await ReadsAsync(shopper, $"{page}1", "正在确认您的付款", "待付款");
        await ReadsAsync(shopper, $"{page}2", "付款成功，谢谢惠顾", "已付款");
    }

    /// <summary>One of the words and none of the others, beside the state that the order is in.</summary>
    private static async Task ReadsAsync(HttpVisitor shopper, string path, string words, string state)
    {
        var page = await shopper.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal([words], All.Where(text => page.Text.Contains(text, StringComparison.Ordinal)));
        Assert.Equal(state, page.Document.QuerySelector("#order-state")!.TextContent.Trim());
    }

    private static async Task<HttpVisitor> VisitorAsync(
        ShopSite site, long accountId, string language = "en")
    {
        var visitor = new HttpVisitor(site.Address, language);
        visitor.Take(await site.CookieAsync(accountId));
        return visitor;
    }
}
