using EShop.Core.Coupons;
using EShop.Core.Inventory;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

internal enum ReviveOrderStatus
{
    /// <summary>Somebody is at it, or there are too many at once; nothing was kept. Try again.</summary>
    Busy = 1,

    /// <summary>It was not closed because its time was up: it was cancelled, and stays so.</summary>
    NotLapsed,

    /// <summary>Its coupon is used elsewhere, or has expired.</summary>
    CouponGone,

    /// <summary>There are fewer than it wants of something.</summary>
    StockGone,

    /// <summary>It is paid, with stock and coupon had again.</summary>
    Revived,
}

/// <summary>
/// Money came for an order that was closed because its time was up: has stock and coupon again and pays it, all or
/// nothing (S16). Each module commits alone; a mark on the order keeps what is had again from being taken back as a
/// closed order's. How many units a person may have is not asked again: it was when the order was placed, and the money
/// has come (decision 26). Who dies on the way leaves a mark that runs out, and tasks that the settling job then gives
/// back.
/// </summary>
internal sealed partial class ReviveOrder(
    ShopStore store, CheckoutParts parts, (SettleStockTasks Stock, SettleCouponTasks Coupons) settle,
    IOptions<SettleOptions> options, TimeProvider clock, ILogger<ReviveOrder> log)
{
    public async Task<ReviveOrderStatus> ExecuteAsync(PayOrderRequest request, CancellationToken ct)
    {
        var number = OrderNumber.Stored(request.Number);
        var status = await DecideAsync(number, request.PaidWith, ct);
        LogRevive(number.Text, status);
        return status;
    }

    private async Task<ReviveOrderStatus> DecideAsync(OrderNumber number, string paidWith, CancellationToken ct)
    {
        var order = await store.ReadAsync(db => db.Set<Order>().Include(o => o.Lines)
            .SingleAsync(o => o.Number == number.Text, ct), ct);
        if (order.CloseReason != CloseReason.PaymentTimedOut) return ReviveOrderStatus.NotLapsed;
        // First everything of its first life is given back, so that from here on only we hold something for it.
        await SettleAsync(number);
        var until = clock.GetUtcNow() + options.Value.CheckoutGrace;
        if (!await store.WriteAsync(db => OrderLedger.BeginReviveAsync(db, (number, until), default), default))
            return ReviveOrderStatus.Busy;
        var taken = await TakeAsync(order, number, until);
        if (taken != ReviveOrderStatus.Revived) return await GiveUpAsync(number, until, taken);
        var now = clock.GetUtcNow();
        var isRevived = await store.WriteAsync(
            db => OrderLedger.ReviveAsync(db, now, (number, until, paidWith), default), default);
        // The mark ran out: what we took is whoever's answer to "what became of the order" says, so not ours to undo.
        return isRevived ? ReviveOrderStatus.Revived : ReviveOrderStatus.Busy;
    }

    private async Task<ReviveOrderStatus> TakeAsync(Order order, OrderNumber number, DateTimeOffset until)
    {
        if (order.ClaimId is { } claimId
            && !await parts.HoldClaim.HoldAgainAsync((order.AccountId, claimId, number, until), default))
            return ReviveOrderStatus.CouponGone;
        var stock = await parts.TakeStock.ExecuteAsync(
            new TakeStockRequest(number, [.. order.Lines.Select(l => (l.SkuId, l.Quantity))], until), default);
        return stock.Status switch
        {
            TakeStockStatus.Busy => ReviveOrderStatus.Busy,
            TakeStockStatus.SoldOut => ReviveOrderStatus.StockGone,
            TakeStockStatus.Taken => ReviveOrderStatus.Revived,
            _ => throw new InvalidOperationException($"Unknown status: {stock.Status}."),
        };
    }

    /// <summary>Takes the mark away, then what was had is given back as a closed order's.</summary>
    private async Task<ReviveOrderStatus> GiveUpAsync(
        OrderNumber number, DateTimeOffset until, ReviveOrderStatus status)
    {
        await store.WriteAsync(db => OrderLedger.EndReviveAsync(db, (number, until), default), default);
        await SettleAsync(number);
        return status;
    }

    private async Task SettleAsync(OrderNumber number)
    {
        await settle.Stock.SettleAsync(number, default);
        await settle.Coupons.SettleAsync(number, default);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Late money for order {Order}: {Status}")]
    private partial void LogRevive(string order, ReviveOrderStatus status);
}
