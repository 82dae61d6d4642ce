using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Messaging;

public enum MessageState
{
    Waiting = 1,
    Done,
    Dead,

    /// <summary>With the broker, which has confirmed that it keeps it.</summary>
    Sent,
}

/// <summary>Work to be done after the commit of what it tells (transactional outbox): written in the same transaction,
/// delivered at least once; handlers make twice once. The row is the truth, also while a broker carries it.</summary>
internal sealed class OutboxMessage
{
    public const int TraceMax = 55;

    public long Id { get; private set; }
    public required string Kind { get; init; }
    public required string Body { get; init; }
    public MessageState State { get; private set; } = MessageState.Waiting;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Until when one dispatcher has it to itself; then another may take it.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    public Guid? ClaimedBy { get; private set; }

    /// <summary>When the broker was given it last.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    public int Tries { get; private set; }
    public string? LastError { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>The W3C trace parent of what wrote it; its handling belongs to the same trace.</summary>
    public string? Trace { get; init; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("messages");
        builder.Property(m => m.Kind).HasMaxLength(60);
        builder.Property(m => m.LastError).HasMaxLength(MessageLedger.ErrorMax);
        builder.Property(m => m.Trace).HasMaxLength(OutboxMessage.TraceMax);
        builder.HasIndex(m => m.DueAt).HasFilter("state = 'Waiting'").HasDatabaseName("ix_messages_due");
        // Two indexes on one column are told apart by their names.
        builder.HasIndex(m => m.DueAt, "Sent").HasFilter("state = 'Sent'").HasDatabaseName("ix_messages_sent");
        builder.HasIndex(m => new { m.State, m.Id });
    }
}
