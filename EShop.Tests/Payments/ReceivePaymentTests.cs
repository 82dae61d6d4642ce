using System.Text;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments;

public sealed class ReceivePaymentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S16_Of_paying_and_closing_at_once_exactly_one_wins(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 40);
        var buys = new List<(long AccountId, OrderNumber Number, string TradeId)>();
        for (var i = 0; i < 20; i++)
        {
            var (accountId, placed) = await shop.BuyAsync(skuId);
            buys.Add((accountId, placed.Number, await PaidTradeAsync(shop, (accountId, placed.Number))));
        }

        await Race.RunAsync(40, async i =>
        {
            var (accountId, number, tradeId) = buys[i / 2];
            if (i % 2 == 0) await shop.PayAsync(number, tradeId);
            else await shop.Get<CancelOrder>().ExecuteAsync(new(accountId, number), Ct);
            return true;
        });
        await SettleAllAsync(shop);

        var paid = await CountAsync(shop, OrderState.Paid);
        Assert.Equal(20, paid + await CountAsync(shop, OrderState.Closed));
        Assert.Equal((paid, 20 - paid), (await CountAsync(shop, PaymentState.Kept),
            await CountAsync(shop, PaymentState.Refunded)));
        var level = await shop.StockAsync(skuId);
        Assert.Equal((40L - paid, 0L, (long)paid), (level.Available, level.Locked, level.Sold));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F29_Money_after_closing_goes_back_by_itself(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, placed) = await shop.BuyAsync(skuId);
        var tradeId = await shop.StartAsync((accountId, placed.Number));
        Assert.Equal(CancelOrderStatus.Cancelled,
            await shop.Get<CancelOrder>().ExecuteAsync(new(accountId, placed.Number), Ct));
        Assert.Equal(PaySandboxTradeStatus.Closed, await shop.PaySilentlyAsync(tradeId));
        Assert.Equal(PaySandboxTradeStatus.Paid, await shop.PaySilentlyAsync(tradeId, SandboxWay.PayLate));

        Assert.Equal(ReceivePaymentStatus.Recorded, await shop.PayAsync(placed.Number, tradeId));
        Assert.Equal(1, await CountAsync(shop, PaymentState.RefundDue));
        await SettleAllAsync(shop);

        Assert.Equal(1, await CountAsync(shop, PaymentState.Refunded));
        Assert.Equal(10_000, await shop.ReadAsync(
            db => db.Set<SandboxTrade>().Where(t => t.Id == tradeId).Select(t => t.RefundedMinor).SingleAsync(Ct)));
        Assert.Equal(5L, (await shop.StockAsync(skuId)).Available);
        Assert.Contains("Your payment goes back: the order was cancelled", await shop.MailsAsync());
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F27_50_callbacks_of_one_payment_count_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId);

        var statuses = await Race.RunAsync(50, _ => shop.PayAsync(placed.Number, "same"));

        Assert.Equal(1, statuses.Count(s => s == ReceivePaymentStatus.Recorded));
        Assert.Equal(49, statuses.Count(s => s == ReceivePaymentStatus.AlreadyRecorded));
        Assert.Equal(1, await CountAsync(shop, PaymentState.Kept));
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_68_A_forged_or_old_callback_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (_, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var receive = shop.Get<ReceivePayment>();
        var signer = shop.Get<SandboxSigner>();
        var body = Encoding.UTF8.GetBytes("""{"tradeId":"x"}""");

        async Task<ReceivePaymentStatus> SendAsync(string provider, string signature) => (await receive.ExecuteAsync(
            new(provider, new CallbackEnvelope(body, "application/json", signature)), Ct)).Status;

        Assert.Equal(ReceivePaymentStatus.UnknownProvider, await SendAsync("nobody", signer.Sign(body)));
        Assert.Equal(ReceivePaymentStatus.Forged, await SendAsync("sandbox", ""));
        Assert.Equal(ReceivePaymentStatus.Forged, await SendAsync("sandbox", new string('0', 64)));
        Assert.Equal(ReceivePaymentStatus.Forged, await SendAsync("sandbox", new string('z', 64)));
        Assert.Equal(ReceivePaymentStatus.Malformed, await SendAsync("sandbox", signer.Sign(body)));
        Assert.Equal(ReceivePaymentStatus.Stale, await PayAtAsync(shop, placed.Number, shop.Now.AddMinutes(-6)));
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<Payment>().CountAsync(Ct)));
        Assert.Equal(1, await CountAsync(shop, OrderState.AwaitingPayment));
    }

    [Theory, EachStore]
    public async Task Abuse_69_A_wrong_amount_is_kept_aside(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (_, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));

        Assert.Equal(ReceivePaymentStatus.Recorded, await shop.PayAsync(placed.Number, "t", amountMinor: 1));

        Assert.Equal(1, await CountAsync(shop, PaymentState.Suspicious));
        Assert.Equal(1, await CountAsync(shop, OrderState.AwaitingPayment));
    }

    [Theory, EachStore]
    public async Task Abuse_69_Money_in_another_currency_or_of_no_order_of_ours_is_kept_aside(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (_, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var foreign = new SandboxCallback("t1", placed.Number.Text, 10_000, "USD", SandboxGateway.PaidStatus, shop.Now);

        Assert.Equal(ReceivePaymentStatus.Recorded, await SendAsync(shop, foreign));
        foreach (var (trade, number) in new[] { ("t2", OrderNumber.New(shop.Now).Text), ("t3", "' or 1=1 --") })
            Assert.Equal(ReceivePaymentStatus.Recorded,
                await SendAsync(shop, foreign with { TradeId = trade, OrderNumber = number, Currency = "CNY" }));

        Assert.Equal(3, await CountAsync(shop, PaymentState.Suspicious));
        Assert.Equal(1, await CountAsync(shop, OrderState.AwaitingPayment));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F30_What_is_told_in_another_order_changes_nothing_that_is_decided(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, placed) = await shop.BuyAsync(skuId);
        var tradeId = await shop.StartAsync((accountId, placed.Number));
        var refund = new RefundCall(tradeId, "early", new Money(1));
        Assert.Equal(RefundVerdict.Refused, await shop.Get<IPaymentGateway>().RefundAsync(refund, Ct));

        await shop.PayAsync(placed.Number, tradeId);
        Assert.Equal(ReceivePaymentStatus.Irrelevant, await TellAsync(shop, placed.Number, "DECLINED"));
        Assert.Equal(ReceivePaymentStatus.Irrelevant, await TellAsync(shop, placed.Number, "CLOSED"));
        await SettleAllAsync(shop);

        Assert.Equal(1, await CountAsync(shop, OrderState.Paid));
        Assert.Equal(1, await CountAsync(shop, PaymentState.Kept));
        await shop.AuditAsync();
    }

    private static Task<ReceivePaymentStatus> PayAtAsync(TestShop shop, OrderNumber number, DateTimeOffset sentAt) =>
        SendAsync(shop, new SandboxCallback("t", number.Text, 10_000, "CNY", SandboxGateway.PaidStatus, sentAt));

    private static Task<ReceivePaymentStatus> TellAsync(TestShop shop, OrderNumber number, string status) =>
        SendAsync(shop, new SandboxCallback("t", number.Text, 10_000, "CNY", status, shop.Now));

    private static async Task<ReceivePaymentStatus> SendAsync(TestShop shop, SandboxCallback callback)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(callback, SandboxGateway.Json);
        return (await shop.Get<ReceivePayment>().ExecuteAsync(new("sandbox", new CallbackEnvelope(
            body, "application/json", shop.Get<SandboxSigner>().Sign(body))), Ct)).Status;
    }

    /// <summary>The shopper has paid at the sandbox; its callback has not come yet.</summary>
    private static async Task<string> PaidTradeAsync(TestShop shop, (long AccountId, OrderNumber Number) order)
    {
        var started = await shop.Get<StartPayment>().ExecuteAsync(new(order.AccountId, order.Number, "sandbox"), Ct);
        var tradeId = started.PayAt!.Segments[^1];
        Assert.Equal(PaySandboxTradeStatus.Paid, await shop.Get<PaySandboxTrade>().ExecuteAsync(new(tradeId), Ct));
        // Its own call over HTTP is left out: the test hands the callback over itself.
        await shop.WriteAsync(db => db.Set<EShop.Core.Messaging.OutboxMessage>()
            .Where(m => m.Kind == nameof(SandboxNotify)).ExecuteDeleteAsync(Ct));
        return tradeId;
    }

    private static async Task SettleAllAsync(TestShop shop)
    {
        // Messages write messages: a paid order settles, a late payment is refunded.
        for (var i = 0; i < 3; i++) await shop.DeliverAsync();
    }

    private static Task<int> CountAsync(TestShop shop, OrderState state) =>
        shop.ReadAsync(db => db.Set<Order>().CountAsync(o => o.State == state, Ct));

    private static Task<int> CountAsync(TestShop shop, PaymentState state) =>
        shop.ReadAsync(db => db.Set<Payment>().CountAsync(p => p.State == state, Ct));
}
