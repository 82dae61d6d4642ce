using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

/// <param name="PutOff">Those of which nobody knows whether money comes: tried again after a growing pause.</param>
public sealed record CloseOverdueOrdersResult(int Closed, int PutOff, int Failed);

/// <summary>Closes the unpaid orders whose limit has passed (S12), oldest first, each in its own transaction: the
/// safety net for lost <see cref="CloseUnpaidOrder"/> messages. Before an order is closed its payment is, at the
/// provider (F7, F24, F32).</summary>
public sealed partial class CloseOverdueOrders(
    ShopStore store, IOrderMoney money, IOptions<SettleOptions> options, TimeProvider clock,
    ILogger<CloseOverdueOrders> log)
{
    /// <summary>The longest pause between two tries: stock must not stay away for long after a provider is back.
    /// </summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(5);

    private enum Closing { NotDue = 1, PutOff, Closed }

    public async Task<CloseOverdueOrdersResult> ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = await store.ReadAsync(db => DueAt(db, now)
            .OrderBy(o => o.PayUntil).Take(options.Value.BatchMax).Select(o => o.Number).ToListAsync(ct), ct);
        var (closed, putOff, failed) = (0, 0, 0);
        foreach (var number in due.Select(OrderNumber.Stored))
        {
            try
            {
                var closing = await TryCloseAsync(number, ct);
                if (closing == Closing.Closed) closed++;
                if (closing == Closing.PutOff) putOff++;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The edge of one order: it backs off, the others go on.
                failed++;
                LogFailed(error, number.Text);
                await PutOffAsync(number, ct);
            }
        }

        if (closed + putOff + failed > 0) LogSwept(closed, putOff, failed);
        return new CloseOverdueOrdersResult(closed, putOff, failed);
    }

    /// <summary>Closes one order if it is unpaid and overdue. False: it is not, or no more, or not yet.</summary>
    internal async Task<bool> CloseAsync(OrderNumber number, CancellationToken ct) =>
        await TryCloseAsync(number, ct) == Closing.Closed;

    private async Task<Closing> TryCloseAsync(OrderNumber number, CancellationToken ct)
    {
        var isDue = await store.ReadAsync(
            db => DueAt(db, clock.GetUtcNow()).AnyAsync(o => o.Number == number.Text, ct), ct);
        if (!isDue) return Closing.NotDue;
        if (await money.EndAsync(number, ct) == MoneyAnswer.CannotKnow)
        {
            await PutOffAsync(number, ct);
            return Closing.PutOff;
        }

        var now = clock.GetUtcNow();
        return await store.WriteAsync(
            db => OrderLedger.CloseAsync(db, now, (number, CloseReason.PaymentTimedOut, null), ct), ct)
            ? Closing.Closed
            : Closing.NotDue;
    }

    private Task PutOffAsync(OrderNumber number, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var tries = await db.Set<Order>().Where(o => o.Number == number.Text).Select(o => o.CloseTries)
            .SingleAsync(ct);
        var pause = options.Value.BackOffAfter(tries);
        var again = clock.GetUtcNow() + (pause < PauseMax ? pause : PauseMax);
        await OrderLedger.PutOffClosingAsync(db, number, again, ct);
    }, ct);

    private static IQueryable<Order> DueAt(ShopDbContext db, DateTimeOffset now) => db.Set<Order>()
        .Where(o => o.State == OrderState.AwaitingPayment && o.PayUntil <= now
            && (o.CloseAgainAt == null || o.CloseAgainAt <= now));

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Overdue orders: {Closed} closed, {PutOff} put off, {Failed} failed")]
    private partial void LogSwept(int closed, int putOff, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Closing order {Order} failed; it is tried again")]
    private partial void LogFailed(Exception error, string order);
}

/// <summary>The delayed message of an order that was placed: closes it when it is still unpaid. One that is put off is
/// the timed job's.</summary>
internal sealed class CloseUnpaidOrderHandler(CloseOverdueOrders overdue) : IMessageHandler<CloseUnpaidOrder>
{
    public Task HandleAsync(CloseUnpaidOrder message, CancellationToken ct) =>
        overdue.CloseAsync(OrderNumber.Stored(message.Number), ct);
}
