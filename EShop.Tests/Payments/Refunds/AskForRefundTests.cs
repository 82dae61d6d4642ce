using EShop.Core.Orders;
using EShop.Core.Payments.Refunds;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Payments.Refunds;

public sealed class AskForRefundTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_refund_is_asked_for_once_and_can_be_taken_back_and_asked_for_again(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var order = await shop.PaidOrderAsync(await shop.SkuAsync(stock: 5));
        var stranger = (await shop.AccountsAsync(1))[0];

        Assert.Equal(AskForRefundStatus.ReasonMissing, await shop.AskAsync(order, " "));
        Assert.Equal(AskForRefundStatus.ReasonTooLong, await shop.AskAsync(order, new string('x', 301)));
        Assert.Equal(AskForRefundStatus.NotFound, await shop.AskAsync((stranger, order.Number)));
        Assert.Equal(AskForRefundStatus.Asked, await shop.AskAsync(order, " It squeaks. "));
        Assert.Equal(AskForRefundStatus.AlreadyAsked, await shop.AskAsync(order));
        var asked = (await shop.RefundsAsync(order)).Last!;
        Assert.Equal((RefundRequestState.Open, "It squeaks."), (asked.State, asked.Reason));

        Assert.Equal(TakeBackRefundRequestStatus.NotFound, await TakeBackAsync(shop, (stranger, order.Number)));
        Assert.Equal(TakeBackRefundRequestStatus.TakenBack, await TakeBackAsync(shop, order));
        Assert.Equal(TakeBackRefundRequestStatus.NotOpen, await TakeBackAsync(shop, order));
        Assert.Equal(AskForRefundStatus.Asked, await shop.AskAsync(order));
        await shop.SettleMessagesAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Only_what_is_paid_can_be_asked_for_and_after_receipt_not_for_ever(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(stock: 9));
        var (unpaidBy, unpaid) = await shop.BuyAsync(skuId);
        Assert.Equal(AskForRefundStatus.NothingToRefund, await shop.AskAsync((unpaidBy, unpaid.Number)));
        var order = await shop.PaidOrderAsync(skuId);
        await shop.ShipAsync((admin, order.Number));
        shop.Clock.Advance(TimeSpan.FromDays(60));
        var shown = await shop.Get<ShowRefunds>().ExecuteAsync(new(order.AccountId, order.Number), Ct);
        Assert.Equal((true, null), (shown.MayAsk, shown.AskUntil));
        await shop.Get<ConfirmReceipt>().ExecuteAsync(new(order.AccountId, order.Number), Ct);

        shop.Clock.Advance(TimeSpan.FromDays(15));
        shown = await shop.Get<ShowRefunds>().ExecuteAsync(new(order.AccountId, order.Number), Ct);
        Assert.Equal((true, shop.Now), (shown.MayAsk, shown.AskUntil));
        shop.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(AskForRefundStatus.TooLate, await shop.AskAsync(order));
    }

    [Theory, EachStore]
    public async Task Twenty_presses_of_the_button_ask_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var order = await shop.PaidOrderAsync(await shop.SkuAsync(stock: 5));
        var answers = await Race.RunAsync(20, _ => shop.AskAsync(order));
        Assert.Equal(1, answers.Count(a => a == AskForRefundStatus.Asked));
        Assert.Equal(19, answers.Count(a => a == AskForRefundStatus.AlreadyAsked));
    }

    [Theory, EachStore]
    public async Task Twenty_sendings_of_one_request_ask_once_and_are_answered_alike(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var order = await shop.PaidOrderAsync(await shop.SkuAsync(stock: 5));
        var key = Guid.NewGuid();
        var answers = await Race.RunAsync(20, _ => shop.AskAsync(order, key: key));
        Assert.All(answers, answer => Assert.Equal(AskForRefundStatus.Asked, answer));
        Assert.Equal(AskForRefundStatus.KeyUsedOtherwise, await shop.AskAsync(order, "It pinches.", key));
        Assert.Equal(TakeBackRefundRequestStatus.TakenBack, await TakeBackAsync(shop, order));
        Assert.Equal(AskForRefundStatus.Asked, await shop.AskAsync(order, key: key));
        Assert.Equal(RefundRequestState.TakenBack, await shop.RequestStateAsync(order.Number));
    }

    [Theory, EachStore]
    public async Task Staff_declines_once_with_a_word_and_the_shopper_reads_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var order = await shop.PaidOrderAsync(await shop.SkuAsync(stock: 5));
        await shop.AskAsync(order);
        var queue = await shop.Get<ListRefundRequests>().ExecuteAsync(new(admin, RefundRequestState.Open, 1), Ct);
        var row = Assert.Single(queue.Requests);
        Assert.Equal((order.Number, "It squeaks."), (row.Order, row.Reason));
        var decline = new DeclineRefundRequest(admin, order.Number, row.Id, "All of them squeak.");

        Assert.Equal(DeclineRefundStatus.AnswerMissing, await DeclineAsync(shop, decline with { Answer = "" }));
        Assert.Equal(DeclineRefundStatus.AnswerTooLong,
            await DeclineAsync(shop, decline with { Answer = new string('x', 301) }));
        var ofAnother = decline with { Number = shop.AnyNumber() };
        Assert.Equal(DeclineRefundStatus.NotOpen, await DeclineAsync(shop, ofAnother));
        Assert.Equal(DeclineRefundStatus.Declined, await DeclineAsync(shop, decline));
        Assert.Equal(DeclineRefundStatus.NotOpen, await DeclineAsync(shop, decline));
        await shop.SettleMessagesAsync();

        var last = (await shop.RefundsAsync(order)).Last!;
        Assert.Equal((RefundRequestState.Declined, "All of them squeak."), (last.State, last.Answer));
        var mail = (await shop.MailsAsync(order.AccountId))[^1];
        Assert.Equal($"Your request for a refund of order {order.Number}", mail.Subject);
        Assert.Contains("The shop says: All of them squeak.", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(
            [$"refund.decline order {order.Number}: asked for → All of them squeak."], await shop.TrailAsync());
        await shop.AuditAsync();
    }

    private static Task<TakeBackRefundRequestStatus> TakeBackAsync(
        TestShop shop, (long AccountId, EShop.Core.Primitives.OrderNumber Number) order) =>
        shop.Get<TakeBackRefundRequest>().ExecuteAsync(new(order.AccountId, order.Number), Ct);

    private static Task<DeclineRefundStatus> DeclineAsync(TestShop shop, DeclineRefundRequest request) =>
        shop.Get<DeclineRefund>().ExecuteAsync(request, Ct);
}
