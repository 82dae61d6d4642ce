using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>What holds of a shop whenever nothing is under way, however far jobs and messages have come. Written from
/// what a shop is, not from its code: the books say much the same in SQL.</summary>
internal sealed class ShopRules(ShopPicture shop)
{
    private const long ShippingMinor = 800, FreeShippingFromMinor = 9_900;
    private const int OpenMax = 3;

    private static readonly HashSet<string> Moves =
    [
        ">AwaitingPayment", "AwaitingPayment>Paid", "AwaitingPayment>Closed", "Closed>Paid", "Paid>Shipped",
        "Shipped>Completed", "Paid>Refunded", "Shipped>Refunded", "Completed>Refunded",
    ];

    public IEnumerable<string> Broken() =>
    [
        .. Stock(), .. shop.Orders.Values.SelectMany(OfOrder), .. People(), .. Coupons(), .. Money(), .. Provider(),
    ];

    /// <summary>What came in is somewhere.</summary>
    private IEnumerable<string> Stock()
    {
        foreach (var level in shop.Levels.Values)
        {
            var tasks = shop.StockTasks.Where(t => t.SkuId == level.SkuId).ToLookup(t => t.State);
            long Sum(LockState state) => tasks[state].Sum(t => (long)t.Quantity);
            var isWhole = level.Received + level.Returned - level.WrittenOff
                == level.Available + Sum(LockState.Lock) + Sum(LockState.Finish) && level.Available >= 0;
            var isCounted = level.Locked == Sum(LockState.Lock) && level.Sold == Sum(LockState.Finish);
            var back = shop.RefundLines.Where(l => l.SkuId == level.SkuId && l.IsBackInStock).Sum(l => l.Quantity);
            if (!isWhole || !isCounted || level.Returned > back)
                yield return $"SKU {level.SkuId}: {level.Available} free, {level.Locked} locked, {level.Sold} sold, "
                    + $"{level.Received} received, {level.WrittenOff} written off, {level.Returned} of {back} back";
        }
    }

    private IEnumerable<string> OfOrder(Order order)
    {
        var steps = shop.Steps[order.Number].ToList();
        var isLegal = steps.Select((s, i) => s.Seq == i + 1 && Moves.Contains($"{s.FromState}>{s.ToState}")
            && s.FromState == (i == 0 ? null : steps[i - 1].ToState)).All(ok => ok);
        if (!isLegal || steps.Count == 0 || steps[^1].ToState != order.State)
            yield return $"{order.Number} is {order.State} after {string.Join(", ", shop.LifeOf(order.Number))}";
        if (order.StoppedAt is not null && steps.Exists(s => s.ToState == OrderState.Shipped))
            yield return $"{order.Number} was cancelled, and sent";
        if (order.DueMinor != DueOf(order)) yield return $"{order.Number} costs {order.DueMinor}, not {DueOf(order)}";
        foreach (var line in order.Lines)
        {
            var states = shop.StockTasks.Where(t => t.OrderNumber == order.Number && t.SkuId == line.SkuId
                    && t.Quantity == line.Quantity && t.State != LockState.Cancel).Select(t => t.State).ToList();
            var fits = order.State switch
            {
                OrderState.AwaitingPayment => states is [LockState.Lock],
                OrderState.Closed => states is [] or [LockState.Lock],
                _ => states is [LockState.Lock or LockState.Finish],
            };
            if (!fits)
                yield return $"{order.Number}, {order.State}, has SKU {line.SkuId} as [{string.Join(',', states)}]";
        }

        if (shop.StockTasks.Any(t => t.OrderNumber == order.Number && order.Lines.All(l => l.SkuId != t.SkuId)))
            yield return $"{order.Number} took what it has no line of";
    }

    /// <summary>The terms of coupons once more, as a shopper would reckon.</summary>
    private long DueOf(Order order)
    {
        var goods = order.Lines.Sum(l => l.UnitPriceMinor * l.Quantity);
        var shipping = goods >= FreeShippingFromMinor ? 0 : ShippingMinor;
        if (shop.Claims.Values.SingleOrDefault(c => c.Id == order.ClaimId) is not { Terms: var terms })
            return goods + shipping;
        return terms.Kind switch
        {
            CouponKind.AmountOff => Math.Max(0, goods - terms.AmountMinor) + shipping,
            CouponKind.PercentOff => goods - Math.Min(goods * terms.Percent / 100, terms.CeilingMinor) + shipping,
            _ => goods,
        };
    }

    private IEnumerable<string> People() =>
        from orders in shop.Orders.Values.GroupBy(o => o.AccountId)
        let open = orders.Count(o => o.State == OrderState.AwaitingPayment)
        let keys = orders.Select(o => o.CheckoutKey).Distinct().Count()
        where open > OpenMax || keys < orders.Count()
        select $"account {orders.Key} has {open} unpaid orders, and {orders.Count()} with {keys} keys";

    /// <summary>Each claim is of use to one order at a time, of its owner.</summary>
    private IEnumerable<string> Coupons()
    {
        foreach (var coupon in shop.Coupons.Values)
        {
            var its = shop.Claims.Values.Where(c => c.CouponId == coupon.Id).ToList();
            var most = its.GroupBy(c => c.AccountId).Select(g => g.Count()).DefaultIfEmpty().Max();
            if (its.Count != coupon.Claimed || its.Count > coupon.Total || most > coupon.LimitPerPerson)
                yield return $"coupon {coupon.Id}: {its.Count} claims, {coupon.Claimed} counted, {most} in one hand";
        }

        foreach (var claim in shop.Claims.Values)
        {
            var users = shop.Orders.Values.Where(o => o.ClaimId == claim.Id && o.StoppedAt is null
                && o.State != OrderState.Closed).ToList();
            var fits = users switch
            {
                [] => claim.State != ClaimState.Used || IsStopped(claim),
                [{ State: OrderState.AwaitingPayment } o] => claim.State == ClaimState.Held && IsOf(claim, o),
                [var o] => claim.State != ClaimState.Unused && IsOf(claim, o),
                _ => false,
            };
            if (!fits || (claim.State == ClaimState.Unused) != (claim.OrderNumber is null))
                yield return $"claim {claim.Id} of {claim.AccountId} is {claim.State} by {claim.OrderNumber}, "
                    + $"used by {string.Join(", ", users.Select(o => $"{o.Number} {o.State}"))}";
        }
    }

    private static bool IsOf(CouponClaim claim, Order order) =>
        claim.AccountId == order.AccountId && claim.OrderNumber == order.Number;

    private bool IsStopped(CouponClaim claim) =>
        shop.Orders.TryGetValue(claim.OrderNumber!, out var order) && order.StoppedAt is not null;

    /// <summary>A paid order was paid by money of the amount due, once; no more is promised back than came.</summary>
    private IEnumerable<string> Money()
    {
        foreach (var order in shop.Orders.Values)
        {
            var its = shop.Payments.Values.Where(p => p.OrderNumber == order.Number).ToList();
            var kept = its.Where(p => p.State == PaymentState.Kept).ToList();
            var payer = its.SingleOrDefault(p => $"{p.Provider}:{p.ProviderId}" == order.PaidWith);
            var isPaid = order.State is not (OrderState.AwaitingPayment or OrderState.Closed);
            var fits = isPaid && order.DueMinor > 0
                ? payer?.AmountMinor == order.DueMinor && kept.TrueForAll(p => p == payer) && payer.State
                    is PaymentState.Received or PaymentState.Kept or PaymentState.Refunded
                : payer is null && kept.Count == 0;
            if (!fits || (order.State == OrderState.Refunded && kept.Count > 0))
                yield return $"{order.Number}, {order.State}, due {order.DueMinor}, paid with {order.PaidWith}: "
                    + string.Join(", ", its.Select(p => $"{p.ProviderId} {p.AmountMinor} {p.State}"));
        }

        foreach (var payment in shop.Payments.Values)
        {
            var promised = shop.RefundsOf(payment).Sum(r => r.AmountMinor);
            var done = shop.RefundsOf(payment).Where(r => r.DoneAt is not null).Sum(r => r.AmountMinor);
            if (promised != payment.RefundedMinor || promised > payment.AmountMinor
                || (payment.State == PaymentState.Refunded && done < payment.AmountMinor))
                yield return $"payment {payment.Id} of {payment.AmountMinor}, {payment.State}: "
                    + $"{promised} promised back, {done} sent";
        }

        foreach (var (order, lines) in shop.Orders.Values.Select(o => (o, shop.RefundLines.Where(
            l => l.OrderNumber == o.Number).ToLookup(l => l.SkuId, l => l.Quantity))))
            if (lines.Any(l => l.Sum() > order.Lines.Where(x => x.SkuId == l.Key).Sum(x => x.Quantity)))
                yield return $"more came back of {order.Number} than was sold";
    }

    /// <summary>The provider's own books: what the shop believes of its money is so.</summary>
    private IEnumerable<string> Provider()
    {
        foreach (var payment in shop.Payments.Values)
        {
            var trade = shop.Trades.GetValueOrDefault(payment.ProviderId);
            var refunds = shop.RefundsOf(payment).ToList();
            if (trade is not { State: SandboxTradeState.Paid } || trade.AmountMinor != payment.AmountMinor
                || trade.OrderNumber != payment.OrderNumber
                || trade.RefundedMinor < refunds.Where(r => r.DoneAt is not null).Sum(r => r.AmountMinor)
                || trade.RefundedMinor > refunds.Sum(r => r.AmountMinor))
                yield return $"payment {payment.Id} of {payment.AmountMinor} is at the provider "
                    + $"{trade?.State} {trade?.AmountMinor}, {trade?.RefundedMinor} back";
        }
    }
}
