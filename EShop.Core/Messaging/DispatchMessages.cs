using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Messaging;

/// <param name="NextDueAt">When the next waiting message is due; null: none waits.</param>
public sealed record DispatchMessagesResult(int Delivered, int Failed, DateTimeOffset? NextDueAt);

/// <summary>Delivers the messages that are due (S15). A dispatcher claims a batch for a while; if it dies, another one
/// takes over when the claim has run out. A message whose handler fails comes again after growing pauses, and is dead
/// after <see cref="MessagingOptions.TriesMax"/>.</summary>
public sealed partial class DispatchMessages
{
    private readonly ShopStore _store;
    private readonly IServiceProvider _services;
    private readonly MessageHandlers _handlers;
    private readonly MessagingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    public DispatchMessages(
        ShopStore store, IServiceProvider services, IOptions<MessagingOptions> options, TimeProvider clock,
        ILogger<DispatchMessages> log)
    {
        (_store, _services, _options, _clock, _log) = (store, services, options.Value, clock, log);
        _handlers = (MessageHandlers)services.GetService(typeof(MessageHandlers))!;
    }

    public async Task<DispatchMessagesResult> ExecuteAsync(CancellationToken ct)
    {
        var (delivered, failed) = (0, 0);
        while (true)
        {
            var batch = await ClaimAsync(ct);
            var done = new List<long>(batch.Count);
            foreach (var message in batch)
                if (await DeliverAsync(message, ct)) done.Add(message.Id);
            // Once for the batch: a process that dies before this handles them again, and twice is once.
            if (done.Count > 0) await DoneAsync(batch[0].ClaimedBy, done, ct);
            delivered += done.Count;
            failed += batch.Count - done.Count;
            if (batch.Count < _options.BatchMax) break;
        }

        return new DispatchMessagesResult(delivered, failed, await NextDueAsync(ct));
    }

    /// <summary>Marks a batch as ours for a while; of two dispatchers, each gets other rows.</summary>
    private async Task<List<OutboxMessage>> ClaimAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var due = await _store.ReadAsync(db => Due(db, now)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).Take(_options.BatchMax).Select(m => m.Id).ToListAsync(ct), ct);
        if (due.Count == 0) return [];
        var claim = Guid.NewGuid();
        await _store.WriteAsync(db => Due(db, now).Where(m => due.Contains(m.Id))
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.ClaimedBy, claim)
                .SetProperty(m => m.ClaimedUntil, now + _options.ClaimTime), ct), ct);
        return await _store.ReadAsync(db => db.Set<OutboxMessage>()
            .Where(m => due.Contains(m.Id) && m.ClaimedBy == claim)
            .OrderBy(m => m.DueAt).ThenBy(m => m.Id).ToListAsync(ct), ct);
    }

    private static IQueryable<OutboxMessage> Due(ShopDbContext db, DateTimeOffset now) => db.Set<OutboxMessage>()
        .Where(m => m.State == MessageState.Waiting && m.DueAt <= now
            && (m.ClaimedUntil == null || m.ClaimedUntil <= now));

    private Task<DateTimeOffset?> NextDueAsync(CancellationToken ct) => _store.ReadAsync(
        db => db.Set<OutboxMessage>().Where(m => m.State == MessageState.Waiting)
            .OrderBy(m => m.DueAt).Select(m => (DateTimeOffset?)m.DueAt).FirstOrDefaultAsync(ct), ct);

    private async Task<bool> DeliverAsync(OutboxMessage message, CancellationToken ct)
    {
        try
        {
            if (!_handlers.Knows(message.Kind))
                throw new InvalidOperationException($"Nobody acts on messages of the kind {message.Kind}.");
            await _handlers.HandleAsync(_services, message, ct);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The edge of one message: it comes again, the others go on.
            LogFailed(error, message.Kind, message.Id, message.Tries + 1);
            await FailedAsync(message, error, ct);
            return false;
        }
    }

    private Task DoneAsync(Guid? claim, List<long> ids, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        return _store.WriteAsync(db => db.Set<OutboxMessage>()
            .Where(m => ids.Contains(m.Id) && m.ClaimedBy == claim).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, MessageState.Done)
            .SetProperty(m => m.DoneAt, now), ct), ct);
    }

    private Task FailedAsync(OutboxMessage message, Exception error, CancellationToken ct)
    {
        var tries = message.Tries + 1;
        var state = tries >= _options.TriesMax ? MessageState.Dead : MessageState.Waiting;
        var text = $"{error.GetType().Name}: {error.Message}";
        var dueAt = _clock.GetUtcNow() + _options.PauseAfter(tries);
        return _store.WriteAsync(db => Mine(db, message).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state)
            .SetProperty(m => m.Tries, tries)
            .SetProperty(m => m.DueAt, dueAt)
            .SetProperty(m => m.ClaimedUntil, (DateTimeOffset?)null)
            .SetProperty(m => m.LastError, text.Length <= 400 ? text : text[..400]), ct), ct);
    }

    private static IQueryable<OutboxMessage> Mine(ShopDbContext db, OutboxMessage message) =>
        db.Set<OutboxMessage>().Where(m => m.Id == message.Id && m.ClaimedBy == message.ClaimedBy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Kind} {Id} failed for the {Tries}. time")]
    private partial void LogFailed(Exception error, string kind, long id, int tries);
}
