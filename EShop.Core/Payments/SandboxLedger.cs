using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

/// <summary>The only writer of the sandbox's books. Of paying and closing at once exactly one wins: both are guarded on
/// "open".</summary>
internal static class SandboxLedger
{
    /// <summary>How long after the shop has closed the payment late money comes.</summary>
    public static readonly TimeSpan LateBy = TimeSpan.FromSeconds(2);

    /// <summary>Open → Paid. False: it was not open.</summary>
    public static async Task<bool> PayAsync(
        ShopDbContext db, DateTimeOffset now, (string TradeId, long AmountMinor) paying, CancellationToken ct) =>
        await db.Set<SandboxTrade>()
            .Where(t => t.Id == paying.TradeId && t.State == SandboxTradeState.Open)
            .ExecuteUpdateAsync(set => set
                .SetProperty(t => t.State, SandboxTradeState.Paid)
                .SetProperty(t => t.AmountMinor, paying.AmountMinor)
                .SetProperty(t => t.PaidAt, now), ct) == 1;

    /// <summary>Open → Open, with the money under way. False: it was not open.</summary>
    public static async Task<bool> PromiseAsync(ShopDbContext db, string tradeId, CancellationToken ct) =>
        await db.Set<SandboxTrade>().Where(t => t.Id == tradeId && t.State == SandboxTradeState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.IsLate, true), ct) == 1;

    /// <summary>Closed → Paid: the money that no provider should let through after closing. False: it was not closed.
    /// </summary>
    public static async Task<bool> PayLateAsync(
        ShopDbContext db, DateTimeOffset now, string tradeId, CancellationToken ct) =>
        await db.Set<SandboxTrade>().Where(t => t.Id == tradeId && t.State == SandboxTradeState.Closed)
            .ExecuteUpdateAsync(set => set
                .SetProperty(t => t.State, SandboxTradeState.Paid)
                .SetProperty(t => t.PaidAt, now), ct) == 1;

    /// <summary>Open → Closed, of all payments of an order; money that is under way comes all the same.</summary>
    public static async Task CloseAsync(
        ShopDbContext db, DateTimeOffset now, OrderNumber order, CancellationToken ct)
    {
        var open = db.Set<SandboxTrade>()
            .Where(t => t.OrderNumber == order.Text && t.State == SandboxTradeState.Open);
        var late = await open.Where(t => t.IsLate).Select(t => t.Id).ToListAsync(ct);
        var rows = await open.ExecuteUpdateAsync(set => set.SetProperty(t => t.State, SandboxTradeState.Closed), ct);
        if (rows == 0) return;
        foreach (var tradeId in late) Outbox.Add(db, now, new SandboxLateMoney(tradeId), now + LateBy);
    }

    /// <summary>Sends money back under a key; done before, it is done. The unique key and the guard on what is left
    /// decide.</summary>
    public static async Task<RefundVerdict> RefundAsync(
        ShopDbContext db, DateTimeOffset now, RefundCall refund, CancellationToken ct)
    {
        var amount = refund.Amount.Minor;
        if (await SaidBeforeAsync(db, refund, ct) is { } said) return said;
        var rows = amount <= 0 ? 0 : await db.Set<SandboxTrade>()
            .Where(t => t.Id == refund.ProviderId && t.State == SandboxTradeState.Paid
                && t.AmountMinor - t.RefundedMinor >= amount)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RefundedMinor, t => t.RefundedMinor + amount), ct);
        // The guard may have waited for the same key, which took what was left: then it is done, not refused.
        if (rows == 0) return await SaidBeforeAsync(db, refund, ct) ?? RefundVerdict.Refused;
        db.Set<SandboxRefund>().Add(new SandboxRefund
        {
            TradeId = refund.ProviderId,
            Key = refund.Key,
            AmountMinor = amount,
            At = now,
        });
        return RefundVerdict.Done;
    }

    private static async Task<RefundVerdict?> SaidBeforeAsync(
        ShopDbContext db, RefundCall refund, CancellationToken ct)
    {
        var before = await db.Set<SandboxRefund>().AsNoTracking()
            .SingleOrDefaultAsync(r => r.TradeId == refund.ProviderId && r.Key == refund.Key, ct);
        return before is null ? null
            : before.AmountMinor == refund.Amount.Minor ? RefundVerdict.Done
            : RefundVerdict.Refused;
    }
}
