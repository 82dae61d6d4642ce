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
    /// <summary>So long a refund is its message's alone; then the sweep looks as well.</summary>
    internal static readonly TimeSpan SweptAfter = TimeSpan.FromSeconds(30);

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
            DueAt = now + SweptAfter,
        };
        db.Set<Refund>().Add(refund);
        await db.SaveChangesAsync(ct);
        Outbox.Add(db, now, new SendRefund(refund.Id));
        return true;
    }

    /// <summary>The provider has sent it: the payment, when all of it is back, is refunded. False: another was told the
    /// same, and first.</summary>
    public static async Task<bool> DoneAsync(
        ShopDbContext db, DateTimeOffset now, (Refund Refund, Payment Payment) done, CancellationToken ct)
    {
        var (refund, payment) = done;
        // Of two parts that are done at the same moment, the later one sees that all is back.
        await LockAsync(db, payment.Id, ct);
        var rows = await db.Set<Refund>().Where(r => r.Id == refund.Id && r.DoneAt == null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.DoneAt, now)
                .SetProperty(r => r.RefusedAt, (DateTimeOffset?)null), ct);
        if (rows == 0) return false;
        Outbox.Add(db, now, new RefundDone(refund.Id));
        var back = await db.Set<Refund>().Where(r => r.PaymentId == payment.Id && r.DoneAt != null)
            .SumAsync(r => r.AmountMinor, ct);
        if (back < payment.AmountMinor) return true;
        var ofPayment = db.Set<Payment>().Where(p => p.Id == payment.Id);
        var kept = await ofPayment.Where(p => p.State == PaymentState.Kept)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PaymentState.Refunded), ct);
        if (kept == 1) Outbox.Add(db, now, new PaymentBack(payment.OrderNumber));
        await ofPayment.Where(p => p.State == PaymentState.RefundDue)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PaymentState.Refunded), ct);
        return true;
    }

    /// <summary>The provider will not send it: nobody asks again until staff says so. False: it is done, or was refused
    /// before.</summary>
    public static async Task<bool> RefuseAsync(
        ShopDbContext db, DateTimeOffset now, long refundId, CancellationToken ct) =>
        await db.Set<Refund>().Where(r => r.Id == refundId && r.DoneAt == null && r.RefusedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.RefusedAt, now), ct) == 1;

    /// <summary>Has the provider asked again for what it refused. False: it did not, or it is done.</summary>
    public static async Task<bool> RetryAsync(
        ShopDbContext db, DateTimeOffset now, long refundId, CancellationToken ct)
    {
        var rows = await db.Set<Refund>().Where(r => r.Id == refundId && r.DoneAt == null && r.RefusedAt != null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.RefusedAt, (DateTimeOffset?)null)
                .SetProperty(r => r.DueAt, now + SweptAfter)
                .SetProperty(r => r.Tries, 0), ct);
        if (rows == 1) Outbox.Add(db, now, new SendRefund(refundId));
        return rows == 1;
    }

    /// <summary>Nothing is left to be done for it.</summary>
    public static Task SettledAsync(ShopDbContext db, DateTimeOffset now, long refundId, CancellationToken ct) =>
        db.Set<Refund>().Where(r => r.Id == refundId && r.DoneAt != null && r.SettledAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.SettledAt, now), ct);

    /// <summary>Counts a look in vain and has it looked at again later. False: somebody else counted it.</summary>
    public static async Task<bool> PutOffAsync(
        ShopDbContext db, (long RefundId, int Tries) refund, DateTimeOffset again, CancellationToken ct) =>
        await db.Set<Refund>()
            .Where(r => r.Id == refund.RefundId && r.Tries == refund.Tries && r.SettledAt == null)
            .ExecuteUpdateAsync(set => set
                .SetProperty(r => r.DueAt, again)
                .SetProperty(r => r.Tries, r => r.Tries + 1), ct) == 1;

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
