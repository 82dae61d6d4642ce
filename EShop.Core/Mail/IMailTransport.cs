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
    /// <summary>What is not sent by then is put off: the mails are claimed for a little longer than this, and nobody
    /// else may send them meanwhile.</summary>
    static readonly TimeSpan BatchWithin = TimeSpan.FromMinutes(3);

    /// <summary>One outcome for each mail, in order, also when cancelled: what was sent by then must be known as
    /// sent.</summary>
    Task<IReadOnlyList<Delivery>> SendAsync(IReadOnlyList<MimeMessage> mails, CancellationToken ct);
}
