using System.Net;
using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Payments;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

public sealed class OrderMailsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Each_step_is_told_once_however_often_its_message_comes(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, number) = await CompletedAsync(shop, "en");
        string[] told =
        [
            $"Order {number} is waiting for your payment", $"Your payment for order {number} has arrived",
            $"Order {number} is on its way", $"Order {number} is complete",
        ];
        Assert.Equal(told, (await shop.MailsAsync(accountId)).Select(m => m.Subject));

        await shop.RunMessagesAgainAsync();
        Assert.True((await shop.DeliverAsync()).Delivered >= 4);
        Assert.Equal(told, (await shop.MailsAsync(accountId)).Select(m => m.Subject));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task The_mails_speak_the_shoppers_language_and_say_what_counts(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, number) = await CompletedAsync(shop, "zh");
        var mails = await shop.MailsAsync(accountId);
        Assert.Equal(
            [$"订单 {number} 待付款", $"订单 {number} 付款成功", $"订单 {number} 已发货", $"订单 {number} 已完成"],
            mails.Select(m => m.Subject));
        Assert.All(mails, mail => Assert.Contains("物件 × 2", mail.TextBody, StringComparison.Ordinal));
        Assert.All(mails, mail => Assert.Contains(
            "物件 × 2", WebUtility.HtmlDecode(mail.HtmlBody), StringComparison.Ordinal));
        Assert.Contains("15 分钟，请在此之前付款 ¥200.00", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Equal(mails[0].CreatedAt.AddMinutes(15), mails[0].ExpiresAt);
        Assert.Contains("运单号：SF &amp; 1", mails[2].HtmlBody, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task A_closed_order_says_by_whom_and_why(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var (shopper, mine) = await shop.BuyAsync(skuId);
        Assert.Equal(CancelOrderStatus.Cancelled,
            await shop.Get<CancelOrder>().ExecuteAsync(new(shopper, mine.Number), Ct));
        var (by, theirs) = await shop.BuyAsync(skuId);
        Assert.Equal(CancelOrderByStaffStatus.Cancelled,
            await shop.Get<CancelOrderByStaff>().ExecuteAsync(new(admin, theirs.Number), Ct));
        var (late, _) = await shop.BuyAsync(skuId);
        await shop.DeliverAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(15));
        await shop.SettleMessagesAsync();

        Assert.Contains("You have cancelled this order.", (await shop.MailsAsync(shopper))[^1].TextBody,
            StringComparison.Ordinal);
        Assert.Contains("The shop had to cancel this order.", (await shop.MailsAsync(by))[^1].TextBody,
            StringComparison.Ordinal);
        Assert.Contains("It was not paid in time", (await shop.MailsAsync(late))[^1].TextBody,
            StringComparison.Ordinal);
        // Who has cancelled is not asked for money any more.
        Assert.Single(await shop.MailsAsync(shopper));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task One_message_on_two_nodes_at_once_writes_one_mail(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9));
        await shop.PayAsync(placed.Number, "t1");
        var node = shop.SecondNode();
        TellShopper[] nodes = [shop.Get<TellShopper>(), node.Get<TellShopper>()];

        await Race.RunAsync(8, async i =>
        {
            await nodes[i % 2].HandleAsync(new OrderPaid(placed.Number.Text), Ct);
            return true;
        });

        Assert.Single(await shop.MailsAsync(accountId));
        await shop.SettleMessagesAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Money_that_came_too_late_is_told_of_when_it_leaves_and_when_it_is_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9));
        var tradeId = await shop.StartAsync((accountId, placed.Number));
        await shop.Get<CancelOrder>().ExecuteAsync(new(accountId, placed.Number), Ct);
        await shop.PaySilentlyAsync(tradeId, SandboxWay.PayLate);
        await shop.PayAsync(placed.Number, tradeId);
        await shop.SettleMessagesAsync();

        Assert.Equal(
            [
                "Your payment goes back: the order was cancelled", $"Order {placed.Number} is closed",
                $"CN¥100.00 for order {placed.Number} has gone back to you",
            ],
            (await shop.MailsAsync(accountId)).Select(m => m.Subject));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Who_has_gone_is_not_written_to(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9));
        await shop.WriteAsync(async db =>
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == accountId, Ct)).Erase(shop.Now);
            return true;
        });
        await shop.SettleMessagesAsync();
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<QueuedMail>().CountAsync(Ct)));
        Assert.Equal(OrderState.AwaitingPayment, await shop.ReadAsync(
            db => db.Set<Order>().Where(o => o.Number == placed.Number.Text).Select(o => o.State).SingleAsync(Ct)));
    }

    /// <summary>Two of a thing, bought, paid, sent and received, each step's messages delivered.</summary>
    private static async Task<(long AccountId, OrderNumber Number)> CompletedAsync(TestShop shop, string culture)
    {
        var admin = await shop.AdminAsync();
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 9), quantity: 2);
        await shop.WriteAsync(db => db.Set<Account>().Where(a => a.Id == accountId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Culture, culture), Ct));
        await shop.DeliverAsync();
        await shop.PayAsync(placed.Number, "t1");
        await shop.DeliverAsync();
        Assert.Equal(ShipOrderStatus.Shipped,
            await shop.Get<ShipOrder>().ExecuteAsync(new(admin, placed.Number, "SF & 1"), Ct));
        await shop.DeliverAsync();
        Assert.Equal(ConfirmReceiptStatus.Completed,
            await shop.Get<ConfirmReceipt>().ExecuteAsync(new(accountId, placed.Number), Ct));
        await shop.DeliverAsync();
        return (accountId, placed.Number);
    }
}
