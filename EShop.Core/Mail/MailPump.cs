using System.Threading.Channels;
using EShop.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Mail;

/// <summary>Sends what is due as soon as a commit of this process queued some, and looks every few seconds for what was
/// put off or left by a node that died. The truth is in the rows.</summary>
internal sealed partial class MailPump(
    SendDueMail sendDueMail, CommitSignal signal, TimeProvider clock, ILogger<MailPump> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var news = signal.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            await SendAsync(stoppingToken);
            await WaitAsync(news, stoppingToken);
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        try
        {
            while ((await sendDueMail.ExecuteAsync(ct)).Status == SendDueMailStatus.Worked)
                ct.ThrowIfCancellationRequested();
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // The edge of the worker: a store that is away must not end it.
            LogFailed(log, failure);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task WaitAsync(ChannelReader<bool> news, CancellationToken ct)
    {
        try
        {
            await news.WaitToReadAsync(ct).AsTask().WaitAsync(LookEvery, clock, ct);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail could not be sent; it is tried again shortly")]
    private static partial void LogFailed(ILogger log, Exception failure);
}
