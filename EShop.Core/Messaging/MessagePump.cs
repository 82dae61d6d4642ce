using EShop.Core.Messaging.Broker;
using EShop.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Messaging;

/// <summary>Delivers messages, or gives them to the broker when there is one, as soon as a commit of this process wrote
/// some, and looks by itself every second for what other nodes wrote or what has come due.</summary>
internal sealed partial class MessagePump(
    DispatchMessages dispatch, RelayMessages relay, RabbitBroker broker, CommitSignal signal,
    IOptions<MessagingOptions> options, TimeProvider clock, ILogger<MessagePump> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn) return;
        var news = signal.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            await DeliverAsync(stoppingToken);
            await WaitAsync(news, stoppingToken);
        }
    }

    private async Task DeliverAsync(CancellationToken ct)
    {
        try
        {
            if (broker.IsConfigured) await relay.ExecuteAsync(ct);
            else await dispatch.ExecuteAsync(ct);
        }
        catch (Exception error) when (error is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The edge of the worker: a store that is away must not end it.
            LogFailed(error);
        }
    }

    private async Task WaitAsync(System.Threading.Channels.ChannelReader<bool> news, CancellationToken ct)
    {
        try
        {
            await news.WaitToReadAsync(ct).AsTask().WaitAsync(Look, clock, ct);
            news.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // Nothing was written here; look anyway.
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages could not be delivered; the next look tries again")]
    private partial void LogFailed(Exception error);
}
