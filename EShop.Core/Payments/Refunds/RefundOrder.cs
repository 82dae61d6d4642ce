using EShop.Core.Accounts;
using EShop.Core.Audit;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments.Refunds;

public enum RefundOrderStatus
{
    /// <summary>Who asks is no admin.</summary>
    NotAllowed = 1,

    AnswerTooLong,

    /// <summary>Nothing, or less.</summary>
    AmountTooSmall,

    /// <summary>There is no such order, or no payment that it keeps.</summary>
    NothingToRefund,

    /// <summary>This key was used for a refund of this order before; twice is once.</summary>
    AlreadyRefunded,

    /// <summary>More than is left of the payment; the result says how much that is.</summary>
    TooMuch,

    /// <summary>It is all that is left of an order that has not gone off: cancel it, so that it is not sent.</summary>
    CancelInstead,

    /// <summary>More of a line than was ordered and has not come back before.</summary>
    LinesWrong,

    /// <summary>The request was decided or taken back in the meantime.</summary>
    RequestNotOpen,

    Refunded,
}

/// <summary>Goods that came back.</summary>
/// <param name="IsBackInStock">They can be sold again.</param>
public sealed record ReturnedGoods(long SkuId, int Quantity, bool IsBackInStock);

/// <param name="Key">One for each press of the button: the same again refunds once.</param>
/// <param name="RequestId">The shopper's request that it answers; null: staff does it unasked.</param>
/// <param name="Answer">A word to the shopper; may be empty.</param>
public sealed record RefundOrderRequest(
    long ActorId, OrderNumber Number, Guid Key, Money Amount, IReadOnlyList<ReturnedGoods> Goods, long? RequestId,
    string Answer);

/// <param name="Left">What can still be refunded.</param>
public sealed record RefundOrderResult(RefundOrderStatus Status, Money Left);

/// <summary>Staff sends money of an order back, all or a part, with what came back of the goods. The money leaves by
/// message, under a key of its own, however often that is tried.</summary>
public sealed partial class RefundOrder(ShopStore store, StaffGate gate, TimeProvider clock, ILogger<RefundOrder> log)
{
    public async Task<RefundOrderResult> ExecuteAsync(RefundOrderRequest request, CancellationToken ct)
    {
        if (!await gate.IsAdminAsync(request.ActorId, ct)) return Of(RefundOrderStatus.NotAllowed);
        if (request.Answer.Trim().Length > RefundRequest.AnswerMax) return Of(RefundOrderStatus.AnswerTooLong);
        if (request.Amount <= Money.Zero) return Of(RefundOrderStatus.AmountTooSmall);
        var result = await WriteAsync(request, ct);
        LogRefund(request.Number.Text, request.Amount.Minor, result.Status, request.ActorId);
        return result;
    }

    private async Task<RefundOrderResult> WriteAsync(RefundOrderRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await store.WriteAsync(async db =>
            {
                var result = await TryAsync(db, now, request, ct);
                if (result.Status != RefundOrderStatus.Refunded) db.Abandon();
                return result;
            }, ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // The second press of the button, at the same moment.
            return Of(RefundOrderStatus.AlreadyRefunded);
        }
    }

    private static async Task<RefundOrderResult> TryAsync(
        ShopDbContext db, DateTimeOffset now, RefundOrderRequest request, CancellationToken ct)
    {
        if (await RefundLedger.KeptAsync(db, request.Number, ct) is not { } kept)
            return Of(RefundOrderStatus.NothingToRefund);
        await RefundLedger.LockAsync(db, kept.Id, ct);
        var key = $"staff-{request.Key:N}";
        if (await db.Set<Refund>().AnyAsync(r => r.Key == key, ct)) return Of(RefundOrderStatus.AlreadyRefunded);
        var refunded = await db.Set<Payment>().Where(p => p.Id == kept.Id).Select(p => p.RefundedMinor)
            .SingleAsync(ct);
        var left = new Money(kept.AmountMinor - refunded);
        if (request.Amount > left) return new RefundOrderResult(RefundOrderStatus.TooMuch, left);
        var order = await db.Set<Order>().AsNoTracking().Include(o => o.Lines)
            .SingleAsync(o => o.Number == request.Number.Text, ct);
        if (request.Amount == left && order is { State: OrderState.Paid, StoppedAt: null })
            return new RefundOrderResult(RefundOrderStatus.CancelInstead, left);
        if (!Fit(request.Goods, order, await RefundLedger.ReturnedAsync(db, request.Number, ct)))
            return new RefundOrderResult(RefundOrderStatus.LinesWrong, left);
        var answer = request.Answer.Trim();
        if (request.RequestId is { } asked && !await RefundLedger.MoveRequestAsync(
            db, now, (asked, request.Number.Text, RefundRequestState.Accepted, request.ActorId, answer), ct))
            return new RefundOrderResult(RefundOrderStatus.RequestNotOpen, left);
        var ask = new RefundAsk(
            kept.Id, key, request.Amount, "refunded by staff", request.ActorId, answer);
        if (!await RefundLedger.PromiseAsync(db, now, ask, ct))
            return new RefundOrderResult(RefundOrderStatus.TooMuch, left);
        RefundLedger.WriteLines(db, now, LinesOf(request, key));
        StaffTrail.Add(
            db, now, request.ActorId, "order.refund", $"order {request.Number}", $"left {left}", Told(request));
        return new RefundOrderResult(RefundOrderStatus.Refunded, left - request.Amount);
    }

    /// <summary>Whether each line was ordered, and not more of it comes back than has gone out.</summary>
    private static bool Fit(IReadOnlyList<ReturnedGoods> goods, Order order, Dictionary<long, int> before) =>
        goods.DistinctBy(g => g.SkuId).Count() == goods.Count && goods.All(g => g.Quantity > 0
            && order.Lines.SingleOrDefault(l => l.SkuId == g.SkuId) is { } line
            && g.Quantity <= line.Quantity - before.GetValueOrDefault(g.SkuId));

    private static List<RefundLine> LinesOf(RefundOrderRequest request, string key) =>
    [
        .. request.Goods.Select(g => new RefundLine
        {
            Key = key,
            OrderNumber = request.Number.Text,
            SkuId = g.SkuId,
            Quantity = g.Quantity,
            IsBackInStock = g.IsBackInStock,
        }),
    ];

    private static string Told(RefundOrderRequest request)
    {
        var goods = request.Goods.Select(
            g => $"sku {g.SkuId} x {g.Quantity}{(g.IsBackInStock ? " back in stock" : "")}");
        return string.Join(", ", [$"refunded {request.Amount}", .. goods]);
    }

    private static RefundOrderResult Of(RefundOrderStatus status) => new(status, Money.Zero);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Refund {AmountMinor} of order {Order}: {Status}, by {ActorId}")]
    private partial void LogRefund(string order, long amountMinor, RefundOrderStatus status, long actorId);
}
