using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Support;

/// <summary>What follows an order: its mails, its messages, its money at the sandbox.</summary>
internal static class Aftermath
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The mails to somebody, the oldest first.</summary>
    public static Task<List<QueuedMail>> MailsAsync(this TestShop shop, long accountId) => shop.ReadAsync(db =>
        db.Set<QueuedMail>()
            .Where(m => db.Set<Account>().Any(a => a.Id == accountId && a.Email == m.Recipient))
            .OrderBy(m => m.Id).ToListAsync(Ct));

    /// <summary>Messages write messages: until none is due.</summary>
    public static async Task SettleMessagesAsync(this TestShop shop)
    {
        while ((await shop.DeliverAsync()).Delivered > 0)
        {
            // The next round delivers what this one wrote.
        }
    }

    /// <summary>Everything that was ever said is said once more.</summary>
    public static Task RunMessagesAgainAsync(this TestShop shop) => shop.WriteAsync(
        db => db.Set<OutboxMessage>().Where(m => m.State == MessageState.Done && m.Kind != nameof(SandboxNotify))
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.State, MessageState.Waiting)
                .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null), Ct));

    /// <summary>An order whose shopper has paid at the sandbox, whose callback has not come yet.</summary>
    public static async Task<(long AccountId, OrderNumber Number, string TradeId)> PaidAtTheSandboxAsync(
        this TestShop shop, long skuId, int quantity = 1)
    {
        var (accountId, placed) = await shop.BuyAsync(skuId, quantity);
        return (accountId, placed.Number, await shop.PayAtTheSandboxAsync((accountId, placed.Number)));
    }

    public static async Task<string> PayAtTheSandboxAsync(
        this TestShop shop, (long AccountId, OrderNumber Number) order)
    {
        var started = await shop.Get<StartPayment>().ExecuteAsync(new(order.AccountId, order.Number, "sandbox"), Ct);
        var tradeId = started.PayAt!.Segments[^1];
        Assert.Equal(PaySandboxTradeStatus.Paid, await shop.Get<PaySandboxTrade>().ExecuteAsync(new(tradeId), Ct));
        // Its own call over HTTP is left out: the test hands the callback over itself.
        await shop.WriteAsync(db => db.Set<OutboxMessage>()
            .Where(m => m.Kind == nameof(SandboxNotify)).ExecuteDeleteAsync(Ct));
        return tradeId;
    }

    /// <summary>An order that is paid, with play money that the sandbox can give back.</summary>
    public static async Task<(long AccountId, OrderNumber Number)> PaidOrderAsync(
        this TestShop shop, long skuId, int quantity = 1)
    {
        var (accountId, number, tradeId) = await shop.PaidAtTheSandboxAsync(skuId, quantity);
        await shop.PayAsync(number, tradeId);
        await shop.SettleMessagesAsync();
        return (accountId, number);
    }

    public static Task<OrderState> StateAsync(this TestShop shop, OrderNumber number) => shop.ReadAsync(
        db => db.Set<Order>().Where(o => o.Number == number.Text).Select(o => o.State).SingleAsync(Ct));
}
