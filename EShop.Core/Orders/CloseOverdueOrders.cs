using EShop.Core.Jobs;
using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

/// <param name="PutOff">Those of which nobody knows whether money comes: tried again after a growing pause.</param>
public sealed record CloseOverdueOrdersResult(int Closed, int PutOff, int Failed);

/// <summary>Closes the unpaid orders whose limit has passed (S12), oldest first, each in its own transaction, batch
/// after batch until none is due: the safety net for lost <see cref="CloseUnpaidOrder"/> messages. Before an order is
/// closed its payment is, at the provider (F7, F24, F32). One that cannot be closed backs off and keeps none of the
/// others from it.</summary>
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
        // Whoever is put off is due after this moment, so each order is met once.
        var now = clock.GetUtcNow();
        var (closed, putOff, failed) = (0, 0, 0);
        while (true)
        {
            var began = clock.GetTimestamp();
            var due = await store.ReadAsync(db => DueAt(db, now).OrderBy(o => o.PayUntil)
                .Take(options.Value.BatchMax).Select(o => new DueOrder(o.Number, o.CloseTries)).ToListAsync(ct), ct);
            if (due.Count == 0) break;
            foreach (var order in due)
            {
                var closing = await TryAsync(order, ct);
                if (closing == Closing.Closed) closed++;
                if (closing == Closing.PutOff) putOff++;
                if (closing is null) failed++;
            }

            await SweepPace.RestAsync(clock, began, ct);
        }

        if (closed + putOff + failed > 0) LogSwept(closed, putOff, failed);
        return new CloseOverdueOrdersResult(closed, putOff, failed);
    }

    /// <summary>Closes one order if it is unpaid and overdue. False: it is not, or no more, or not yet.</summary>
    internal async Task<bool> CloseAsync(OrderNumber number, CancellationToken ct)
    {
        var tries = await store.ReadAsync(db => DueAt(db, clock.GetUtcNow())
            .Where(o => o.Number == number.Text).Select(o => (int?)o.CloseTries).SingleOrDefaultAsync(ct), ct);
        return tries is { } before
            && await CloseOneAsync(number, new DueOrder(number.Text, before), ct) == Closing.Closed;
    }

    /// <summary>What became of it; null: it failed. The edge of one order, also of one that cannot even be read.
    /// </summary>
    private async Task<Closing?> TryAsync(DueOrder order, CancellationToken ct)
    {
        try
        {
            return await CloseOneAsync(OrderNumber.Stored(order.Number), order, ct);
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreBusyException))
        {
            LogFailed(error, order.Number);
            await PutOffAsync(order, ct);
            return null;
        }
    }

    private async Task<Closing> CloseOneAsync(OrderNumber number, DueOrder order, CancellationToken ct)
    {
        var isDue = await store.ReadAsync(
            db => DueAt(db, clock.GetUtcNow()).AnyAsync(o => o.Number == number.Text, ct), ct);
        if (!isDue) return Closing.NotDue;
        if (await money.EndAsync(number, ct) == MoneyAnswer.CannotKnow)
        {
            await PutOffAsync(order, ct);
            return Closing.PutOff;
        }

        var now = clock.GetUtcNow();
        return await store.WriteAsync(
            db => OrderLedger.CloseAsync(db, now, (number, CloseReason.PaymentTimedOut, null), ct), ct)
            ? Closing.Closed
            : Closing.NotDue;
    }

    /// <summary>Of two that tried at once one try is counted, and so somebody is called once.</summary>
    private async Task PutOffAsync(DueOrder order, CancellationToken ct)
    {
        var (tries, pause) = (order.Tries + 1, options.Value.BackOffAfter(order.Tries));
        var again = clock.GetUtcNow() + (pause < PauseMax ? pause : PauseMax);
        var isCounted = await store.WriteAsync(db => OrderLedger.PutOffAsync(db, order, again, ct), ct);
        if (isCounted && tries == SettleDue.AlarmingTries) LogAlarming(order.Number, tries);
    }

    private static IQueryable<Order> DueAt(ShopDbContext db, DateTimeOffset now) => db.Set<Order>()
        .Where(o => o.State == OrderState.AwaitingPayment && o.PayUntil <= now
            && (o.CloseAgainAt == null || o.CloseAgainAt <= now));

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Overdue orders: {Closed} closed, {PutOff} put off, {Failed} failed")]
    private partial void LogSwept(int closed, int putOff, int failed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closing order {Order} failed; it is tried again")]
    private partial void LogFailed(Exception error, string order);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Order {Order} could not be closed {Tries} times: somebody should look at it")]
    private partial void LogAlarming(string order, int tries);
}

/// <summary>The delayed message of an order that was placed: closes it when it is still unpaid. One that is put off is
/// the timed job's.</summary>
internal sealed class CloseUnpaidOrderHandler(CloseOverdueOrders overdue) : IMessageHandler<CloseUnpaidOrder>
{
    public Task HandleAsync(CloseUnpaidOrder message, CancellationToken ct) =>
        overdue.CloseAsync(OrderNumber.Stored(message.Number), ct);
}
