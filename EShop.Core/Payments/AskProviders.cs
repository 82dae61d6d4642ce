using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

/// <param name="Ended">Payments of which it is known now how they ended.</param>
/// <param name="Open">Those that wait for the shopper, or whose provider does not answer.</param>
/// <param name="Applied">Recorded payments that had not done their work.</param>
public sealed record AskProvidersResult(int Ended, int Open, int Applied, int Failed);

/// <summary>The safety net for callbacks that never come (F32): asks providers about payments that were begun, after
/// growing pauses, and lets recorded payments do their work whose message was lost. A payment whose order is no longer
/// open is closed at its provider.</summary>
public sealed partial class AskProviders
{
    private readonly ShopStore _store;
    private readonly AskTrade _ask;
    private readonly ApplyPayment _apply;
    private readonly PaymentOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    internal AskProviders(
        ShopStore store, (AskTrade Ask, ApplyPayment Apply) parts, IOptions<PaymentOptions> options,
        TimeProvider clock, ILogger<AskProviders> log) =>
        (_store, _ask, _apply, _options, _clock, _log) = (store, parts.Ask, parts.Apply, options.Value, clock, log);

    public async Task<AskProvidersResult> ExecuteAsync(CancellationToken ct)
    {
        var (ended, open, applied, failed) = (0, 0, 0, 0);
        foreach (var trade in await DueAsync(ct))
        {
            var isEnded = await TryAsync(() => _ask.ExecuteAsync(trade, ct), trade.OrderNumber);
            if (isEnded is null) failed++;
            else if (isEnded.Value) ended++;
            else open++;
        }

        // Batch after batch, past those that fail: they keep none of the others from it.
        var waiting = await WaitingAsync(0, ct);
        while (waiting.Count > 0)
        {
            foreach (var (id, order) in waiting)
            {
                var isApplied = await TryAsync(
                    async () => await _apply.ExecuteAsync(new ApplyPaymentRequest(id), ct) > 0, order);
                if (isApplied is null) failed++;
                else applied++;
            }

            waiting = await WaitingAsync(waiting[^1].Id, ct);
        }

        if (ended + applied + failed > 0) LogSwept(ended, open, applied, failed);
        return new AskProvidersResult(ended, open, applied, failed);
    }

    /// <summary>The answer; null when it failed: the edge of one payment, the others go on.</summary>
    private async Task<bool?> TryAsync(Func<Task<bool>> act, string order)
    {
        try
        {
            return await act();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error, order);
            return null;
        }
    }

    private Task<List<PaymentTrade>> DueAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        return _store.ReadAsync(db => db.Set<PaymentTrade>().Where(t => t.EndedAt == null && t.AskAt <= now)
            .OrderBy(t => t.AskAt).Take(_options.AskBatchMax).ToListAsync(ct), ct);
    }

    private async Task<List<(long Id, string Order)>> WaitingAsync(long afterId, CancellationToken ct)
    {
        var before = _clock.GetUtcNow() - _options.AskAfter;
        var waiting = await _store.ReadAsync(db => db.Set<Payment>()
            .Where(p => p.State == PaymentState.Received && p.ReceivedAt <= before && p.Id > afterId)
            .OrderBy(p => p.Id).Take(_options.AskBatchMax)
            .Select(p => new { p.Id, p.OrderNumber }).ToListAsync(ct), ct);
        return [.. waiting.Select(p => (p.Id, p.OrderNumber))];
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Payments: {Ended} ended, {Open} open, {Applied} applied, {Failed} failed")]
    private partial void LogSwept(int ended, int open, int applied, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking for the payment of {Order} failed; it is tried again")]
    private partial void LogFailed(Exception error, string order);
}
