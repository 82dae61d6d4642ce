using EShop.Core.Messaging.Broker;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Messaging;

/// <param name="IsBrokerAway">The broker could not be asked; what waits, waits.</param>
internal sealed record RelayMessagesResult(int Sent, bool IsBrokerAway);

/// <summary>Gives waiting messages to the broker, those that are due later to be held by it until then, and marks them
/// sent once it has confirmed. A process that dies between the two sends them again: handlers make twice once. What was
/// due long ago and is neither done nor in the queue was lost, and is sent again.</summary>
internal sealed partial class RelayMessages(
    ShopStore store, MessageClaims claims, RabbitBroker broker, IOptions<MessagingOptions> options, TimeProvider clock,
    ILogger<RelayMessages> log)
{
    public async Task<RelayMessagesResult> ExecuteAsync(CancellationToken ct)
    {
        // Asked first: a broker that is away costs the outbox no write.
        if (!await broker.IsReadyAsync(ct)) return new RelayMessagesResult(0, IsBrokerAway: true);
        await RecallLostAsync(ct);
        var sent = 0;
        while (!ct.IsCancellationRequested)
        {
            var batch = await claims.TakeAsync(isDueOnly: false, ct);
            if (batch.Messages.Count == 0) break;
            var confirmed = await SendAsync(batch, ct);
            sent += confirmed;
            if (confirmed < batch.Messages.Count) return new RelayMessagesResult(sent, IsBrokerAway: true);
            if (batch.Messages.Count < options.Value.BatchMax) break;
        }

        return new RelayMessagesResult(sent, IsBrokerAway: false);
    }

    private async Task<int> SendAsync(ClaimedMessages batch, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var letters = batch.Messages.Select(m => Letter.Of(m, now)).ToList();
        var confirmed = await broker.PublishAsync(letters, ct);
        var kept = letters.Select(l => l.Id).Except(confirmed).ToList();
        // Not cancelled from here on: what the broker has must not be sent again only because the shop stops.
        await store.WriteAsync(async db =>
        {
            await MessageLedger.SentAsync(db, now, (batch.Claim, confirmed), default);
            await MessageLedger.ReleaseAsync(db, (batch.Claim, kept), default);
        }, default);
        return confirmed.Count;
    }

    /// <summary>Only when nothing lies in the queue: a long line is no loss.</summary>
    private async Task RecallLostAsync(CancellationToken ct)
    {
        if (!await claims.AreLostAsync(ct) || await broker.WaitingAsync(ct) is not 0) return;
        await claims.RecallLostAsync(ct);
        LogLost();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Messages were lost with the broker; they are sent again")]
    private partial void LogLost();
}
