using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace EShop.Core.Mail;

/// <summary>Sends over one connection. A refused mail does not stop the others; a lost connection, a server that is
/// slow for too long, or the end of this process puts off the rest.</summary>
internal sealed class SmtpMailTransport(MailOptions options) : IMailTransport
{
    private const int PermanentFrom = 500;

    public async Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<MimeMessage> mails, CancellationToken ct)
    {
        var deliveries = new List<Delivery>(mails.Count);
        using var client = new SmtpClient { Timeout = (int)options.Timeout.TotalMilliseconds };
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(ct);
        whole.CancelAfter(IMailTransport.BatchWithin);
        try
        {
            await ConnectAsync(client, whole.Token);
            foreach (var mail in mails)
                deliveries.Add(await SendOneAsync(client, mail, whole.Token));
            await client.DisconnectAsync(quit: true, whole.Token);
        }
        catch (Exception failure) when (IsAway(failure))
        {
            // Whoever has no outcome yet waits for the next try; a mail that was taken may come twice.
            while (deliveries.Count < mails.Count)
                deliveries.Add(new Delivery(DeliveryStatus.TryLater, failure.GetType().Name));
        }

        return deliveries;
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken ct)
    {
        var security = options.Security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            _ => throw new InvalidOperationException("Unknown mail security."),
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        await client.ConnectAsync(options.Host!, options.Port, security, limit.Token);
        if (options.User is not null)
            await client.AuthenticateAsync(options.User, options.Password!, limit.Token);
    }

    private async Task<Delivery> SendOneAsync(SmtpClient client, MimeMessage mail, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        try
        {
            await client.SendAsync(mail, limit.Token);
            return Delivery.Done;
        }
        catch (SmtpCommandException refused)
        {
            return new Delivery(StatusOf(refused), $"SMTP {(int)refused.StatusCode}");
        }
    }

    /// <summary>A server that does not know us as the sender says so of every mail: that is for staff to mend, and no
    /// reason to give up all that wait.</summary>
    private static DeliveryStatus StatusOf(SmtpCommandException refused) =>
        (int)refused.StatusCode >= PermanentFrom
            && refused.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted
            ? DeliveryStatus.Rejected
            : DeliveryStatus.TryLater;

    private static bool IsAway(Exception failure) =>
        failure is IOException or SocketException or ProtocolException or AuthenticationException
            or SslHandshakeException or OperationCanceledException or TimeoutException or SmtpCommandException
            or NotSupportedException or ServiceNotConnectedException or ServiceNotAuthenticatedException;
}
