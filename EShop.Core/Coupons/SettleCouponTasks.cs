using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Coupons;

public sealed record SettleCouponTasksResult(int Settled, int StillOpen, int Failed);

/// <summary>Looks through the coupon tasks that are due, asks what became of each order and settles them (S12, S14).
/// Several nodes at once do no harm: the step is guarded.</summary>
public sealed partial class SettleCouponTasks(
    ShopStore store, IOrderOutcome orders, IOptions<SettleOptions> options, TimeProvider clock,
    ILogger<SettleCouponTasks> log)
{
    public async Task<SettleCouponTasksResult> ExecuteAsync(CancellationToken ct)
    {
        var (settled, open, failed) = (0, 0, 0);
        var now = clock.GetUtcNow();
        foreach (var (order, tries) in await DueAsync(now, ct))
        {
            try
            {
                if (await SettleAsync(order, ct)) settled++;
                else open++;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The edge of one order: it backs off, the others go on.
                failed++;
                LogFailed(error, order.Text);
                var again = (now + options.Value.BackOffAfter(tries), error.GetType().Name);
                await store.WriteAsync(db => CouponLedger.BackOffAsync(db, order, again, ct), ct);
            }
        }

        if (settled + failed > 0) LogSwept(settled, open, failed);
        return new SettleCouponTasksResult(settled, open, failed);
    }

    /// <summary>Settles the coupon task of one order now, whether or not it is due. False: the order is still open, or
    /// there was nothing to settle.</summary>
    internal async Task<bool> SettleAsync(OrderNumber order, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Seen before the question: what is held after the answer, for an order that is revived, is not its matter.
        var last = await store.ReadAsync(db => db.Set<CouponTask>().Where(t => t.OrderNumber == order.Text)
            .MaxAsync(t => (long?)t.Id, ct), ct);
        if (last is null) return false;
        var answer = await orders.AskAsync(order, ct);
        if (answer.Settles is { } to)
            return await store.WriteAsync(
                db => CouponLedger.SettleAsync(db, now, (order, to, answer.Reason, last.Value), ct), ct);
        await store.WriteAsync(db => CouponLedger.LookAgainAsync(db, order, answer.LookAgainAt, ct), ct);
        return false;
    }

    private async Task<List<(OrderNumber Order, int Tries)>> DueAsync(DateTimeOffset now, CancellationToken ct)
    {
        var due = await store.ReadAsync(db => db.Set<CouponTask>()
            .Where(t => t.State == LockState.Lock && t.DueAt <= now)
            .OrderBy(t => t.DueAt).Take(options.Value.BatchMax)
            .Select(t => new { t.OrderNumber, t.Tries }).ToListAsync(ct), ct);
        return [.. due.Select(t => (OrderNumber.Stored(t.OrderNumber), t.Tries))];
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Coupon tasks: {Settled} settled, {Open} still open, {Failed} failed")]
    private partial void LogSwept(int settled, int open, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Settling the coupon of order {Order} failed; it is tried again")]
    private partial void LogFailed(Exception error, string order);
}
