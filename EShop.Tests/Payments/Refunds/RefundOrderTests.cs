using EShop.Core.Books;
using EShop.Core.Orders;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Payments.Refunds;

public sealed class RefundOrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Parts_go_back_until_all_is_back_and_then_the_order_is_refunded(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId, quantity: 3);
        var of = (admin, order.Number);
        await shop.ShipAsync(of);
        await shop.AskAsync(order);

        var part = new ReturnedGoods(skuId, 1, IsBackInStock: true);
        Assert.Equal((RefundOrderStatus.Refunded, new Money(20_000)), Told(await shop.RefundAsync(of, 10_000, part)));
        await shop.SettleMessagesAsync();
        Assert.Equal((OrderState.Shipped, (7L, 3L, 1L)),
            (await shop.StateAsync(order.Number), await shop.CountsAsync(skuId)));
        var seen = await shop.RefundsAsync(order);
        Assert.Equal((new Money(10_000), Money.Zero, RefundRequestState.Open),
            (seen.Back, seen.OnItsWay, seen.Last!.State));

        var rest = new ReturnedGoods(skuId, 2, IsBackInStock: false);
        var request = new RefundOrderRequest(
            admin, order.Number, Guid.NewGuid(), new Money(20_000), [rest], seen.Last.Id, "Sorry!");
        Assert.Equal(RefundOrderStatus.Refunded, (await ExecuteAsync(shop, request)).Status);
        Assert.Equal(RefundOrderStatus.AlreadyRefunded, (await ExecuteAsync(shop, request)).Status);
        await shop.SettleMessagesAsync();

        Assert.Equal((OrderState.Refunded, (7L, 3L, 1L), 30_000L), (await shop.StateAsync(order.Number),
            await shop.CountsAsync(skuId), await shop.SentBackAsync(order.Number)));
        Assert.Equal(RefundRequestState.Accepted, await shop.RequestStateAsync(order.Number));
        Assert.Equal(RefundOrderStatus.NothingToRefund, (await shop.RefundAsync(of, 1)).Status);
        Assert.Equal(
            [
                $"CN¥100.00 for order {order.Number} goes back to you",
                $"CN¥100.00 for order {order.Number} has gone back to you",
                $"CN¥200.00 for order {order.Number} goes back to you",
                $"CN¥200.00 for order {order.Number} has gone back to you",
            ],
            (await shop.MailsAsync(order.AccountId)).Select(m => m.Subject)
                .Where(s => s.Contains("back", StringComparison.Ordinal)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task What_does_not_fit_is_refused_in_words_and_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId, quantity: 2);
        var of = (admin, order.Number);
        var one = new ReturnedGoods(skuId, 1, IsBackInStock: true);
        var valid = new RefundOrderRequest(
            admin, order.Number, Guid.NewGuid(), new Money(100), [], RequestId: 4711, "");

        Assert.Equal(RefundOrderStatus.AnswerTooLong,
            (await ExecuteAsync(shop, valid with { Answer = new string('x', 301) })).Status);
        Assert.Equal(RefundOrderStatus.AmountTooSmall, (await shop.RefundAsync(of, 0)).Status);
        Assert.Equal(RefundOrderStatus.AmountTooSmall, (await shop.RefundAsync(of, -5)).Status);
        Assert.Equal(RefundOrderStatus.NothingToRefund,
            (await shop.RefundAsync((admin, shop.AnyNumber()), 1)).Status);
        Assert.Equal((RefundOrderStatus.TooMuch, new Money(20_000)), Told(await shop.RefundAsync(of, 20_001)));
        Assert.Equal(RefundOrderStatus.CancelInstead, (await shop.RefundAsync(of, 20_000)).Status);
        foreach (var wrong in new ReturnedGoods[][]
        {
            [one with { Quantity = 3 }], [one with { Quantity = 0 }], [one with { SkuId = 999 }], [one, one],
        })
            Assert.Equal(RefundOrderStatus.LinesWrong, (await shop.RefundAsync(of, 100, wrong)).Status);
        Assert.Equal(RefundOrderStatus.RequestNotOpen, (await ExecuteAsync(shop, valid)).Status);

        Assert.Equal([], (await shop.RefundsAsync(order)).Refunds);
        Assert.Equal([], await shop.TrailAsync());
        Assert.Equal((7L, 2L, 0L), await shop.CountsAsync(skuId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Messages_that_come_again_send_and_return_nothing_twice(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId, quantity: 2);
        await shop.RefundAsync((admin, order.Number), 10_000, new ReturnedGoods(skuId, 1, IsBackInStock: true));
        for (var again = 0; again < 3; again++)
        {
            await shop.SettleMessagesAsync();
            await shop.RunMessagesAgainAsync();
        }

        await shop.SettleMessagesAsync();
        Assert.Equal((10_000L, (8L, 2L, 1L)),
            (await shop.SentBackAsync(order.Number), await shop.CountsAsync(skuId)));
        Assert.Equal(2, (await shop.MailsAsync(order.AccountId)).Count(
            m => m.Subject.Contains("back", StringComparison.Ordinal)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Two_staff_who_refund_at_once_send_back_no_more_than_came(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var order = await shop.PaidOrderAsync(skuId, quantity: 3);
        await shop.ShipAsync((admin, order.Number));
        RefundOrder[] desks = [shop.Get<RefundOrder>(), node.Get<RefundOrder>()];

        // Each wants two thirds and two of the three pieces: one may.
        var answers = await Race.RunAsync(8, i => desks[i % 2].ExecuteAsync(new(
            admin, order.Number, Guid.NewGuid(), new Money(20_000),
            [new ReturnedGoods(skuId, 2, IsBackInStock: true)], null, ""), Ct));
        await shop.SettleMessagesAsync();

        Assert.Equal(1, answers.Count(a => a.Status == RefundOrderStatus.Refunded));
        Assert.Equal(7, answers.Count(a => Told(a) == (RefundOrderStatus.TooMuch, new Money(10_000))));
        Assert.Equal((20_000L, (8L, 3L, 2L)),
            (await shop.SentBackAsync(order.Number), await shop.CountsAsync(skuId)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Parts_that_are_done_at_the_same_moment_still_complete_the_order(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var admin = await shop.AdminAsync();
        var order = await shop.PaidOrderAsync(await shop.SkuAsync(stock: 9), quantity: 4);
        await shop.ShipAsync((admin, order.Number));
        for (var i = 0; i < 4; i++) await shop.RefundAsync((admin, order.Number), 10_000);

        await Race.RunAsync(4, async i =>
        {
            await (i % 2 == 0 ? shop.Get<EShop.Core.Payments.SendRefundHandler>()
                : node.Get<EShop.Core.Payments.SendRefundHandler>()).HandleAsync(new(i + 1), Ct);
            return true;
        });
        await shop.SettleMessagesAsync();

        Assert.Equal((OrderState.Refunded, 40_000L),
            (await shop.StateAsync(order.Number), await shop.SentBackAsync(order.Number)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Goods_of_an_order_that_late_money_revived_come_back_and_the_books_are_clean(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var (accountId, placed) = await shop.BuyAsync(skuId, quantity: 2);
        await shop.StartAsync((accountId, placed.Number));
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.SweepAsync(); // closed, and its stock is back
        await shop.PayAsync(placed.Number, "late");
        await shop.SettleMessagesAsync();
        Assert.Equal(OrderState.Paid, await shop.StateAsync(placed.Number));

        var back = new ReturnedGoods(skuId, 1, IsBackInStock: true);
        var refunded = await shop.Get<RefundOrder>().ExecuteAsync(
            new(admin, placed.Number, Guid.NewGuid(), new Money(10_000), [back], null, ""), Ct);
        Assert.Equal(RefundOrderStatus.Refunded, refunded.Status);
        await shop.DeliverAsync();
        shop.Clock.Advance(TimeSpan.FromMinutes(5)); // long after it may be open

        Assert.Equal((8L, 2L, 1L), await shop.CountsAsync(skuId));
        var books = await shop.Get<CheckBooks>().ExecuteAsync(new(IsSaved: false), Ct);
        Assert.Empty(books.Lines.Single(line => line.Name == "stock-returns").Offenders);
    }

    private static (RefundOrderStatus, Money) Told(RefundOrderResult result) => (result.Status, result.Left);

    private static Task<RefundOrderResult> ExecuteAsync(TestShop shop, RefundOrderRequest request) =>
        shop.Get<RefundOrder>().ExecuteAsync(request, Ct);
}
