using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments.Refunds;

/// <summary>A refund to be written.</summary>
/// <param name="Key">Unique: with the same key there is one refund.</param>
/// <param name="StaffId">Whose decision it was; null: the shop's own.</param>
/// <param name="Answer">Staff's word to the shopper; may be empty.</param>
internal sealed record RefundAsk(
    long PaymentId, string Key, Money Amount, string Reason, long? StaffId, string Answer);

/// <summary>The only writer of refunds, of what came back with them and of requests for them. That no more goes back
/// than came is a guarded counter on the payment, with a CHECK behind it.</summary>
internal static class RefundLedger
{
    /// <summary>Promises the money and has it sent. False: there is not so much left of the payment, and nothing was
    /// changed.</summary>
    public static async Task<bool> PromiseAsync(
        ShopDbContext db, DateTimeOffset now, RefundAsk ask, CancellationToken ct)
    {
        var rows = await db.Set<Payment>()
            .Where(p => p.Id == ask.PaymentId && p.AmountMinor - p.RefundedMinor >= ask.Amount.Minor)
            .ExecuteUpdateAsync(
                set => set.SetProperty(p => p.RefundedMinor, p => p.RefundedMinor + ask.Amount.Minor), ct);
        if (rows == 0) return false;
        var refund = new Refund
        {
            PaymentId = ask.PaymentId,
            Key = ask.Key,
            AmountMinor = ask.Amount.Minor,
            Reason = ask.Reason,
            StaffId = ask.StaffId,
            Answer = ask.Answer,
            CreatedAt = now,
        };
        db.Set<Refund>().Add(refund);
        await db.SaveChangesAsync(ct);
        Outbox.Add(db, now, new SendRefund(refund.Id));
        return true;
    }

    /// <summary>How many of each SKU of an order came back before.</summary>
    public static Task<Dictionary<long, int>> ReturnedAsync(
        ShopDbContext db, OrderNumber order, CancellationToken ct) =>
        db.Set<RefundLine>().Where(l => l.OrderNumber == order.Text).GroupBy(l => l.SkuId)
            .Select(g => new { SkuId = g.Key, Quantity = g.Sum(l => l.Quantity) })
            .ToDictionaryAsync(g => g.SkuId, g => g.Quantity, ct);

    /// <summary>Writes down what came back; what can be sold again goes into stock by message.</summary>
    public static void WriteLines(ShopDbContext db, DateTimeOffset now, IReadOnlyList<RefundLine> lines)
    {
        db.Set<RefundLine>().AddRange(lines);
        if (lines.FirstOrDefault(l => l.IsBackInStock) is { } back)
            Outbox.Add(db, now, new GoodsBack(back.OrderNumber, back.Key));
    }

    /// <summary>Open → <paramref name="move"/>.To. False: it is not open (any more), or not of this order.</summary>
    public static async Task<bool> MoveRequestAsync(
        ShopDbContext db, DateTimeOffset now,
        (long Id, string Order, RefundRequestState To, long? StaffId, string Answer) move, CancellationToken ct)
    {
        var rows = await db.Set<RefundRequest>()
            .Where(r => r.Id == move.Id && r.OrderNumber == move.Order && r.State == RefundRequestState.Open)
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.State, move.To)
                .SetProperty(r => r.StaffId, move.StaffId)
                .SetProperty(r => r.Answer, move.Answer)
                .SetProperty(r => r.DecidedAt, now), ct);
        if (rows == 1) Outbox.Add(db, now, new RefundRequestMoved(move.Id));
        return rows == 1;
    }

    /// <summary>Has the payment to itself until the transaction ends, so that two refunds of it are written, or done,
    /// one after the other.</summary>
    public static Task LockAsync(ShopDbContext db, long paymentId, CancellationToken ct) =>
        db.Set<Payment>().Where(p => p.Id == paymentId)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.RefundedMinor, p => p.RefundedMinor), ct);

    /// <summary>The payment that the order keeps; null: nothing was to be paid, or it has all gone back.</summary>
    public static Task<Payment?> KeptAsync(ShopDbContext db, OrderNumber order, CancellationToken ct) =>
        db.Set<Payment>().AsNoTracking()
            .SingleOrDefaultAsync(p => p.OrderNumber == order.Text && p.State == PaymentState.Kept, ct);
}
