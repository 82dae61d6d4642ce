using EShop.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Messaging;

/// <summary>What became of a batch; what is in neither was not begun.</summary>
internal sealed record HandledMessages(IReadOnlyList<long> Done, IReadOnlyList<long> Failed);

/// <summary>Hands messages to their handlers and writes down what became of each: the one step to which every transport
/// leads. A message whose handler fails comes again after growing pauses, and is dead after
/// <see cref="MessagingOptions.TriesMax"/>; the others go on.</summary>
internal sealed partial class MessageHandling(
    ShopStore store, IServiceProvider services, MessageHandlers handlers, IOptions<MessagingOptions> options,
    TimeProvider clock, ILogger<MessageHandling> log)
{
    private readonly MessagingOptions _options = options.Value;

    public async Task<HandledMessages> RunAsync(IReadOnlyList<OutboxMessage> messages, CancellationToken ct)
    {
        var (done, failed) = (new List<long>(messages.Count), new List<long>());
        foreach (var message in messages)
        {
            if (ct.IsCancellationRequested) break;
            try
            {
                await HandleAsync(message, ct);
                done.Add(message.Id);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break; // stopping: it is handled again elsewhere
            }
            catch (Exception error)
            {
                // The edge of one message.
                await FailedAsync(message, error);
                failed.Add(message.Id);
            }
        }

        // Once for the batch, also when stopping: a process that dies before handles them again, and twice is once.
        var now = clock.GetUtcNow();
        if (done.Count > 0) await store.WriteAsync(db => MessageLedger.DoneAsync(db, now, done, default), default);
        return new HandledMessages(done, failed);
    }

    private async Task HandleAsync(OutboxMessage message, CancellationToken ct)
    {
        if (!handlers.Knows(message.Kind))
            throw new InvalidOperationException($"Nobody acts on messages of the kind {message.Kind}.");
        await handlers.HandleAsync(services, message, ct);
    }

    private Task FailedAsync(OutboxMessage message, Exception error)
    {
        var tries = message.Tries + 1;
        LogFailed(error, message.Kind, message.Id, tries);
        var failure = (
            IsLast: tries >= _options.TriesMax,
            DueAt: clock.GetUtcNow() + _options.PauseAfter(tries),
            Error: $"{error.GetType().Name}: {error.Message}");
        return store.WriteAsync(async db =>
        {
            await MessageLedger.FailedAsync(db, message, failure, default);
            db.WakesWorkers = true;
        }, default);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Kind} {Id} failed for the {Tries}. time")]
    private partial void LogFailed(Exception error, string kind, long id, int tries);
}
