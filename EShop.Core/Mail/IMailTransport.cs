using MimeKit;

namespace EShop.Core.Mail;

internal enum DeliveryStatus
{
    /// <summary>The server is away or says "later".</summary>
    TryLater = 1,

    /// <summary>The server will never take this one.</summary>
    Rejected = 2,
    Delivered = 3,
}

/// <param name="Status">What became of it.</param>
/// <param name="Reason">For staff: the kind of failure and the server's number, never an address.</param>
internal sealed record Delivery(DeliveryStatus Status, string Reason)
{
    public static Delivery Done { get; } = new(DeliveryStatus.Delivered, "");
}

/// <summary>How mails leave: to a server by SMTP, or to a folder on one machine.</summary>
internal interface IMailTransport
{
    /// <summary>One outcome for each mail, in order; throws only when cancelled.</summary>
    Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<MimeMessage> mails, CancellationToken ct);
}
