using EShop.Core.Jobs;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments.Refunds;

/// <param name="Stopped">Cancelled paid orders whose refund is written now.</param>
/// <param name="Settled">Refunds of which nothing is left to be done.</param>
/// <param name="PutOff">What failed, or of which nobody knows: tried again after a growing pause.</param>
public sealed record SettleRefundsResult(int Stopped, int Settled, int Refused, int PutOff);

/// <summary>The safety net for lost messages of money that goes back (S16): cancelled paid orders whose refund was not
/// written, and refunds that are due, oldest first, in batches until nothing is. One that cannot be settled backs off
/// and keeps none of the others from it; what a provider refused waits for staff.</summary>
public sealed partial class SettleRefunds
{
    private readonly ShopStore _store;
    private readonly RefundStopped _stopped;
    private readonly SettleRefund _settle;
    private readonly SettleOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    internal SettleRefunds(
        ShopStore store, (RefundStopped Stopped, SettleRefund Settle) steps, IOptions<SettleOptions> options,
        TimeProvider clock, ILogger<SettleRefunds> log) =>
        (_store, _stopped, _settle, _options, _clock, _log) =
            (store, steps.Stopped, steps.Settle, options.Value, clock, log);

    public async Task<SettleRefundsResult> ExecuteAsync(CancellationToken ct)
    {
        // Whoever is put off is due after this moment, so each is met once.
        var now = _clock.GetUtcNow();
        var (stopped, settled, refused, putOff) = (0, 0, 0, 0);
        await ForEachAsync(token => StoppedAsync(now, token), async order =>
        {
            if (await TryAsync(order, ct)) stopped++;
            else putOff++;
        }, ct);
        await ForEachAsync(token => DueAsync(now, token), async refund =>
        {
            var fate = await TryAsync(refund, ct);
            if (fate == RefundFate.Settled) settled++;
            else if (fate == RefundFate.Refused) refused++;
            else putOff++;
        }, ct);
        if (stopped + settled + refused + putOff > 0) LogSwept(stopped, settled, refused, putOff);
        return new SettleRefundsResult(stopped, settled, refused, putOff);
    }

    private async Task ForEachAsync<T>(
        Func<CancellationToken, Task<List<T>>> dueAsync, Func<T, Task> actAsync, CancellationToken ct)
    {
        while (true)
        {
            var began = _clock.GetTimestamp();
            var due = await dueAsync(ct);
            if (due.Count == 0) return;
            foreach (var one in due) await actAsync(one);
            await SweepPace.RestAsync(_clock, began, ct);
        }
    }

    private Task<List<DueOrder>> StoppedAsync(DateTimeOffset now, CancellationToken ct)
    {
        var before = now - RefundLedger.SweptAfter;
        return _store.ReadAsync(db => db.Set<Order>()
            .Where(o => o.StopSettledAt == null && o.StoppedAt <= before
                && (o.CloseAgainAt == null || o.CloseAgainAt <= now))
            .OrderBy(o => o.StoppedAt).Take(_options.BatchMax)
            .Select(o => new DueOrder(o.Number, o.CloseTries)).ToListAsync(ct), ct);
    }

    private Task<List<Refund>> DueAsync(DateTimeOffset now, CancellationToken ct) => _store.ReadAsync(
        db => db.Set<Refund>().Where(r => r.SettledAt == null && r.RefusedAt == null && r.DueAt <= now)
            .OrderBy(r => r.DueAt).Take(_options.BatchMax).ToListAsync(ct), ct);

    /// <summary>The edge of one order. False: it failed.</summary>
    private async Task<bool> TryAsync(DueOrder order, CancellationToken ct)
    {
        try
        {
            await _stopped.SettleAsync(OrderNumber.Stored(order.Number), ct);
            return true;
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreBusyException))
        {
            var again = _clock.GetUtcNow() + _options.BackOffAfter(order.Tries);
            var isCounted = await _store.WriteAsync(db => OrderLedger.PutOffAsync(db, order, again, ct), ct);
            LogPutOff(error, $"order {order.Number}", isCounted, order.Tries + 1);
            return false;
        }
    }

    /// <summary>The edge of one refund. Null: it failed.</summary>
    private async Task<RefundFate?> TryAsync(Refund refund, CancellationToken ct)
    {
        try
        {
            var fate = await _settle.ExecuteAsync(refund.Id, ct);
            if (fate == RefundFate.CannotKnow) await PutOffAsync(refund, null, ct);
            return fate;
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreBusyException))
        {
            await PutOffAsync(refund, error, ct);
            return null;
        }
    }

    private async Task PutOffAsync(Refund refund, Exception? error, CancellationToken ct)
    {
        var again = _clock.GetUtcNow() + _options.BackOffAfter(refund.Tries);
        var isCounted = await _store.WriteAsync(
            db => RefundLedger.PutOffAsync(db, (refund.Id, refund.Tries), again, ct), ct);
        LogPutOff(error, $"refund {refund.Id}", isCounted, refund.Tries + 1);
    }

    private void LogPutOff(Exception? error, string what, bool isCounted, int tries)
    {
        if (isCounted && tries == SettleDue.AlarmingTries) LogAlarming(error, what, tries);
        else LogFailed(error, what);
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Money going back: {Stopped} orders cancelled, {Settled} done, {Refused} refused, {PutOff} put off")]
    private partial void LogSwept(int stopped, int settled, int refused, int putOff);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The money of {What} was not sent back; it is tried again")]
    private partial void LogFailed(Exception? error, string what);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The money of {What} could not be sent back {Tries} times: somebody should look at it")]
    private partial void LogAlarming(Exception? error, string what, int tries);
}
