using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MimeKit;

namespace EShop.Core.Mail;

internal enum MailState { Waiting = 1, Sent, Expired, Failed }

/// <summary>A mail to be sent after the commit of what it tells; no request waits for a mail server.</summary>
internal sealed class QueuedMail
{
    public const int KeyMax = 80;

    public long Id { get; private set; }
    public required string Recipient { get; init; }
    public required string Subject { get; init; }
    public required string TextBody { get; init; }
    public required string HtmlBody { get; init; }
    public MailState State { get; private set; } = MailState.Waiting;

    /// <summary>What it tells, of what is told once only: unique, so that a message that comes twice writes one mail;
    /// null: it may be told again.</summary>
    public string? Key { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Not sent after this: an expired code helps nobody.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? ClaimedUntil { get; private set; }
    public Guid? ClaimedBy { get; private set; }
    public int Tries { get; private set; }
    public string? LastError { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The id follows from the row, so that a mail that comes twice is known by mail programs as one; and it
    /// says that no person wrote it, so that holiday notices stay away.</summary>
    public MimeMessage ToMime(string from)
    {
        var sender = MailboxAddress.Parse(from);
        var message = new MimeMessage
        {
            Subject = Subject,
            Date = CreatedAt,
            MessageId = $"{CreatedAt.ToUnixTimeMilliseconds()}.{Id}@{sender.Domain}",
            Body = new BodyBuilder { TextBody = TextBody, HtmlBody = HtmlBody }.ToMessageBody(),
        };
        message.From.Add(sender);
        message.To.Add(new MailboxAddress("", Recipient));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }
}

internal sealed class QueuedMailConfiguration : IEntityTypeConfiguration<QueuedMail>
{
    public void Configure(EntityTypeBuilder<QueuedMail> builder)
    {
        builder.ToTable("mails");
        builder.Property(m => m.Recipient).HasMaxLength(254);
        builder.Property(m => m.Subject).HasMaxLength(200);
        builder.Property(m => m.LastError).HasMaxLength(400);
        builder.Property(m => m.Key).HasMaxLength(QueuedMail.KeyMax);
        builder.HasIndex(m => m.Key).IsUnique().HasDatabaseName("ux_mails_key");
        builder.HasIndex(m => m.DueAt).HasFilter("state = 'Waiting'").HasDatabaseName("ix_mails_due");
    }
}
