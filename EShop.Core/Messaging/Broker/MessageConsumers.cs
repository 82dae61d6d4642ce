using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace EShop.Core.Messaging.Broker;

/// <summary>Takes messages from the broker as long as the shop runs: a connection with a channel for each consumer and
/// one for dead letters. When any of them ends (broker away, channel closed, queue deleted) all begin anew, after
/// growing pauses.</summary>
internal sealed partial class MessageConsumers(
    RabbitBroker broker, TakeLetters letters, TakeDeadLetters deadLetters, IOptions<MessagingOptions> options,
    TimeProvider clock, ILogger<MessageConsumers> log) : BackgroundService
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(0.5), PauseMax = TimeSpan.FromSeconds(8);
    private const int DeadPrefetch = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!broker.IsConfigured) return;
        var pause = PauseMin;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(() => pause = PauseMin, stoppingToken);
            }
            catch (Exception error)
            {
                if (stoppingToken.IsCancellationRequested) break;
                // The edge of the worker, whatever it was: begin anew.
                LogEnded(error, pause);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
        }
    }

    /// <summary>Returns, by an exception, when one of the consumers ends.</summary>
    private async Task ConsumeAsync(Action begun, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await using var connection = await broker.ConnectAsync("takes", stopping);
        await using (var channel = await connection.CreateChannelAsync(null, stopping))
            await broker.Queues.DeclareAsync(channel, stopping);
        LogBegun();
        begun();
        var prefetch = (ushort)options.Value.Prefetch;
        var runs = Enumerable.Range(0, options.Value.Consumers)
            .Select(_ => MessageConsumer.RunAsync(
                connection, (broker.Queues.Work, prefetch), letters.TakeAsync, ending.Token))
            .Append(MessageConsumer.RunAsync(
                connection, (broker.Queues.Dead, DeadPrefetch), deadLetters.TakeAsync, ending.Token))
            .ToList();
        var first = await Task.WhenAny(runs);
        await ending.CancelAsync();
        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Takes messages from RabbitMQ")]
    private partial void LogBegun();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Taking messages from RabbitMQ ended; again in {Pause}")]
    private partial void LogEnded(Exception error, TimeSpan pause);
}
