using EShop.Core.Coupons;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>What holds when everything has had its time: nothing is open, and each coin and each piece is somewhere for
/// a reason.</summary>
internal sealed class HealedRules(ShopPicture shop)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public IEnumerable<string> Broken() => [.. Nothing(), .. Stock(), .. Coupons(), .. Money()];

    /// <summary>Messages that still wait, or were given up.</summary>
    public static Task<List<string>> LeftAsync(TestShop shop) => shop.ReadAsync(db => db.Set<OutboxMessage>()
        .Where(m => m.State != MessageState.Done).OrderBy(m => m.Id)
        .Select(m => $"{m.State} {m.Kind} {m.Body}, {m.Tries} tries: {m.LastError}").ToListAsync(Ct));

    /// <summary>Nothing is half done.</summary>
    private IEnumerable<string> Nothing() =>
    [
        .. shop.Orders.Values.Where(o => o.State == OrderState.AwaitingPayment || o.ReviveUntil is not null
            || (o.StoppedAt is not null && o.State != OrderState.Refunded)).Select(o => $"{o.Number} is {o.State}"),
        .. shop.StockTasks.Where(t => t.State == LockState.Lock).Select(t => $"stock task {t.Id} is open"),
        .. shop.CouponTasks.Where(t => t.State == LockState.Lock).Select(t => $"coupon task {t.Id} is open"),
        .. shop.Payments.Values.Where(p => p.State is PaymentState.Received or PaymentState.RefundDue)
            .Select(p => $"payment {p.Id} is {p.State}"),
        .. shop.Refunds.Values.Where(r => r.DoneAt is null).Select(r => $"refund {r.Key} is not sent"),
    ];

    private IEnumerable<string> Stock() =>
        from level in shop.Levels.Values
        let sold = shop.Orders.Values.Where(WasPaid).SelectMany(o => o.Lines)
            .Where(l => l.SkuId == level.SkuId).Sum(l => (long)l.Quantity)
        let back = shop.RefundLines.Where(l => l.SkuId == level.SkuId && l.IsBackInStock).Sum(l => (long)l.Quantity)
        where level.Locked != 0 || level.Sold != sold || level.Returned != back
        select $"SKU {level.SkuId}: {level.Locked} locked, {level.Sold} of {sold} sold, "
            + $"{level.Returned} of {back} back";

    /// <summary>A claim is used exactly when a paid order has it, which the shop did not cancel unasked.</summary>
    private IEnumerable<string> Coupons() =>
        from claim in shop.Claims.Values
        let users = shop.Orders.Values.Where(o => o.ClaimId == claim.Id && WasPaid(o)
            && o.StopReason != StopReason.ByShop).ToList()
        where claim.State != (users.Count == 0 ? ClaimState.Unused : ClaimState.Used)
            || claim.OrderNumber != users.SingleOrDefault()?.Number
        select $"claim {claim.Id} is {claim.State} by {claim.OrderNumber}, not by {string.Join(", ", users.Select(
            o => $"{o.Number} {o.State}"))}";

    /// <summary>Money in is money out and money kept: of each payment at the provider, of which the shop knows, whoever
    /// told it.</summary>
    private IEnumerable<string> Money()
    {
        foreach (var trade in shop.Trades.Values.Where(t => t.State == SandboxTradeState.Paid))
        {
            var payment = shop.Payments.Values.SingleOrDefault(p => p.ProviderId == trade.Id);
            var stays = payment?.State is PaymentState.Kept or PaymentState.Suspicious
                ? payment.AmountMinor - payment.RefundedMinor : 0;
            if (payment is null || trade.AmountMinor - trade.RefundedMinor != stays)
                yield return $"trade {trade.Id} of {trade.AmountMinor}, {trade.RefundedMinor} back, for "
                    + $"{trade.OrderNumber} is {payment?.State.ToString() ?? "unknown to the shop"}";
        }

        foreach (var order in shop.Orders.Values)
        {
            var kept = shop.Payments.Values.Where(p => p.OrderNumber == order.Number && p.State == PaymentState.Kept)
                .Sum(p => p.AmountMinor);
            var due = order.State is OrderState.Paid or OrderState.Shipped or OrderState.Completed ? order.DueMinor : 0;
            if (kept != due) yield return $"{order.Number}, {order.State}, keeps {kept} of {order.DueMinor}";
        }
    }

    private static bool WasPaid(Order order) => order.State is not (OrderState.AwaitingPayment or OrderState.Closed);
}
