using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Mail;

/// <summary>Rung after a commit that queued a mail, so that a code leaves within the second.</summary>
public sealed class MailBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    internal void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is ringing already.
        }
    }

    internal Task<bool> WaitAsync(TimeSpan most, CancellationToken ct) => _rung.WaitAsync(most, ct);

    public void Dispose() => _rung.Dispose();
}

/// <summary>Sends what is due when the bell rings, and looks every few seconds: put-off mails and those of nodes that
/// died ring no bell. The truth is in the rows.</summary>
internal sealed partial class MailPump(SendDueMail sendDueMail, MailBell bell, ILogger<MailPump> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while ((await sendDueMail.ExecuteAsync(stoppingToken)).Status == SendDueMailStatus.Worked)
                    stoppingToken.ThrowIfCancellationRequested();
                await bell.WaitAsync(LookEvery, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The edge of the process: the pump must outlive a database that is away for a while.
                LogFailed(log, failure);
                await Task.Delay(LookEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail could not be sent; it is tried again shortly")]
    private static partial void LogFailed(ILogger log, Exception failure);
}
