using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments;

/// <summary>Paying at the sandbox as a test says it.</summary>
internal static class Paying
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The shopper goes to pay; answers the trade's id.</summary>
    public static async Task<string> StartAsync(this TestShop shop, (long AccountId, OrderNumber Number) order)
    {
        var started = await shop.Get<StartPayment>().ExecuteAsync(new(order.AccountId, order.Number, "sandbox"), Ct);
        Assert.Equal(StartPaymentStatus.Started, started.Status);
        return started.PayAt!.Segments[^1];
    }

    /// <summary>The shopper pays at the sandbox, whose call over HTTP is left out: the test hands it over, or not.
    /// </summary>
    public static async Task<PaySandboxTradeStatus> PaySilentlyAsync(
        this TestShop shop, string tradeId, SandboxWay way = SandboxWay.LoseCallback)
    {
        var status = await shop.Get<PaySandboxTrade>().ExecuteAsync(new(tradeId, way), Ct);
        await shop.SilenceAsync();
        return status;
    }

    /// <summary>Takes the sandbox's calls away that wait to be made.</summary>
    public static Task<int> SilenceAsync(this TestShop shop) => shop.WriteAsync(db => db.Set<OutboxMessage>()
        .Where(m => m.Kind == nameof(SandboxNotify) || m.Kind == nameof(SandboxLateMoney)).ExecuteDeleteAsync(Ct));

    /// <summary>Messages write messages: a paid order settles, a late payment is refunded.</summary>
    public static async Task DeliverAllAsync(this TestShop shop)
    {
        for (var i = 0; i < 4; i++)
        {
            await shop.SilenceAsync();
            await shop.DeliverAsync();
        }
    }

    public static Task<OrderState> OrderStateAsync(this TestShop shop, OrderNumber number) => shop.ReadAsync(
        db => db.Set<Order>().Where(o => o.Number == number.Text).Select(o => o.State).SingleAsync(Ct));

    public static Task<List<PaymentState>> PaymentStatesAsync(this TestShop shop) => shop.ReadAsync(
        db => db.Set<Payment>().OrderBy(p => p.Id).Select(p => p.State).ToListAsync(Ct));

    public static async Task<(long Available, long Locked, long Sold)> LevelsAsync(this TestShop shop, long skuId)
    {
        var level = await shop.StockAsync(skuId);
        return (level.Available, level.Locked, level.Sold);
    }

    public static Task<List<string>> MailsAsync(this TestShop shop) => shop.ReadAsync(
        db => db.Set<EShop.Core.Mail.QueuedMail>().OrderBy(m => m.Id).Select(m => m.Subject).ToListAsync(Ct));
}
