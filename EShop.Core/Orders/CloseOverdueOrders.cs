using EShop.Core.Messaging;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Orders;

public sealed record CloseOverdueOrdersResult(int Closed, int Failed);

/// <summary>Closes the unpaid orders whose limit has passed (S12), oldest first, each in its own transaction: the
/// safety net for lost <see cref="CloseUnpaidOrder"/> messages.</summary>
public sealed partial class CloseOverdueOrders(
    ShopStore store, IOptions<SettleOptions> options, TimeProvider clock, ILogger<CloseOverdueOrders> log)
{
    public async Task<CloseOverdueOrdersResult> ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = await store.ReadAsync(db => db.Set<Order>()
            .Where(o => o.State == OrderState.AwaitingPayment && o.PayUntil <= now)
            .OrderBy(o => o.PayUntil).Take(options.Value.BatchMax).Select(o => o.Number).ToListAsync(ct), ct);
        var (closed, failed) = (0, 0);
        foreach (var number in due)
        {
            try
            {
                if (await CloseAsync(OrderNumber.Stored(number), ct)) closed++;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The edge of one order: the others go on, this one comes again with the next sweep.
                failed++;
                LogFailed(error, number);
            }
        }

        if (closed + failed > 0) LogSwept(closed, failed);
        return new CloseOverdueOrdersResult(closed, failed);
    }

    /// <summary>Closes one order if it is unpaid and overdue. False: it is not, or no more.</summary>
    internal async Task<bool> CloseAsync(OrderNumber number, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await store.WriteAsync(async db =>
        {
            var isDue = await db.Set<Order>().AnyAsync(o => o.Number == number.Text && o.PayUntil <= now, ct);
            return isDue && await OrderLedger.CloseAsync(db, now, (number, CloseReason.PaymentTimedOut, null), ct);
        }, ct);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Overdue orders: {Closed} closed, {Failed} failed")]
    private partial void LogSwept(int closed, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Closing order {Order} failed; it is tried again")]
    private partial void LogFailed(Exception error, string order);
}

/// <summary>The delayed message of an order that was placed: closes it when it is still unpaid.</summary>
internal sealed class CloseUnpaidOrderHandler(CloseOverdueOrders overdue) : IMessageHandler<CloseUnpaidOrder>
{
    public Task HandleAsync(CloseUnpaidOrder message, CancellationToken ct) =>
        overdue.CloseAsync(OrderNumber.Stored(message.Number), ct);
}
