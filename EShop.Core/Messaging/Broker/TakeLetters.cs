using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace EShop.Core.Messaging.Broker;

/// <summary>Does what letters from the broker ask for, and acknowledges them when that is committed. What the row says
/// decides: done and dead ones are only acknowledged, early ones are sent to wait, and a failed one waits in the outbox
/// for its next try.</summary>
internal sealed partial class TakeLetters(
    ShopStore store, MessageHandling handling, RabbitBroker broker, TimeProvider clock, ILogger<TakeLetters> log)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    public async Task TakeAsync(IChannel channel, IReadOnlyList<Delivery> letters, CancellationToken ct)
    {
        var taken = await TakeAsync(letters, ct);
        foreach (var letter in letters)
        {
            // Not cancelled: what is committed is acknowledged, also when stopping.
            if (letter.Id is not { } id || taken.Unknown.Contains(id))
                await channel.BasicRejectAsync(letter.Tag, requeue: false, default);
            else if (taken.Settled.Contains(id))
                await channel.BasicAckAsync(letter.Tag, multiple: false, default);
            else if (!ct.IsCancellationRequested)
                throw new IOException("The broker did not take back a message that is to wait.");
        }
    }

    /// <summary>A store that is away is waited for, with the letters in hand: given back, they would come again at once
    /// and count as returned.</summary>
    private async Task<Taken> TakeAsync(IReadOnlyList<Delivery> letters, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await TakeOnceAsync([.. letters.Select(l => l.Id).OfType<long>().Distinct()], ct);
            }
            catch (Exception error) when (!BrokerErrors.IsAway(error) && !ct.IsCancellationRequested)
            {
                LogNotTaken(error, letters.Count);
                await Task.Delay(StorePause, clock, ct);
            }
        }
    }

    private async Task<Taken> TakeOnceAsync(List<long> ids, CancellationToken ct)
    {
        var rows = await store.ReadAsync(
            db => db.Set<OutboxMessage>().Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, ct), ct);
        var now = clock.GetUtcNow();
        var open = ids.Where(rows.ContainsKey).Select(id => rows[id])
            .Where(m => m.State is MessageState.Waiting or MessageState.Sent).ToList();
        var settled = rows.Keys.Except(open.Select(m => m.Id)).ToHashSet();
        var handled = await handling.RunAsync([.. open.Where(m => m.DueAt <= now)], ct);
        settled.UnionWith(handled.Done);
        settled.UnionWith(handled.Failed);
        var early = open.Where(m => m.DueAt > now).Select(m => Letter.Of(m, now)).ToList();
        if (early.Count > 0) settled.UnionWith(await broker.PublishAsync(early, ct));
        return new Taken(settled, [.. ids.Where(id => !rows.ContainsKey(id))]);
    }

    /// <param name="Settled">To be acknowledged.</param>
    /// <param name="Unknown">Of no row.</param>
    private sealed record Taken(HashSet<long> Settled, HashSet<long> Unknown);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} messages could not be handled; they are kept in hand")]
    private partial void LogNotTaken(Exception error, int count);
}
