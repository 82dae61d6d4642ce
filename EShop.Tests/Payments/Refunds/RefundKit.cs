using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments.Refunds;

/// <summary>Refunds as a test says them.</summary>
internal static class RefundKit
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<AskForRefundStatus> AskAsync(
        this TestShop shop, (long AccountId, OrderNumber Number) order, string reason = "It squeaks.",
        Guid? key = null) => shop.Get<AskForRefund>().ExecuteAsync(
            new(order.AccountId, order.Number, key ?? Guid.NewGuid(), reason), Ct);

    public static Task<RefundOrderResult> RefundAsync(
        this TestShop shop, (long ActorId, OrderNumber Number) of, long amountMinor, params ReturnedGoods[] goods) =>
        shop.Get<RefundOrder>().ExecuteAsync(
            new(of.ActorId, of.Number, Guid.NewGuid(), new Money(amountMinor), goods, null, ""), Ct);

    public static async Task ShipAsync(this TestShop shop, (long ActorId, OrderNumber Number) of)
    {
        var status = await shop.Get<ShipOrder>().ExecuteAsync(new(of.ActorId, of.Number, "SF 1"), Ct);
        Assert.Equal(ShipOrderStatus.Shipped, status);
        await shop.SettleMessagesAsync();
    }

    public static Task<CancelPaidOrderStatus> CancelPaidAsync(
        this TestShop shop, (long ActorId, OrderNumber Number) of) =>
        shop.Get<CancelPaidOrder>().ExecuteAsync(new(of.ActorId, of.Number, "The last one broke."), Ct);

    public static async Task<RefundsOfOrder> RefundsAsync(
        this TestShop shop, (long AccountId, OrderNumber Number) order) =>
        (await shop.Get<ShowRefunds>().ExecuteAsync(new(order.AccountId, order.Number), Ct)).Refunds;

    /// <summary>What the sandbox sent back of an order.</summary>
    public static Task<long> SentBackAsync(this TestShop shop, OrderNumber number) => shop.ReadAsync(
        db => db.Set<SandboxTrade>().Where(t => t.OrderNumber == number.Text).Select(t => t.RefundedMinor)
            .SingleAsync(Ct));

    public static Task<RefundRequestState> RequestStateAsync(this TestShop shop, OrderNumber number) =>
        shop.ReadAsync(db => db.Set<RefundRequest>().Where(r => r.OrderNumber == number.Text)
            .OrderByDescending(r => r.Id).Select(r => r.State).FirstAsync(Ct));

    public static async Task<(long Available, long Sold, long Returned)> CountsAsync(this TestShop shop, long skuId)
    {
        var level = await shop.StockAsync(skuId);
        return (level.Available, level.Sold, level.Returned);
    }
}
