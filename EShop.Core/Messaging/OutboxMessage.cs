using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Messaging;

public enum MessageState { Waiting = 1, Done, Dead }

/// <summary>Work to be done after the commit of what it tells (transactional outbox): written in the same transaction,
/// delivered at least once; handlers make twice once.</summary>
internal sealed class OutboxMessage
{
    public long Id { get; private set; }
    public required string Kind { get; init; }
    public required string Body { get; init; }
    public MessageState State { get; private set; } = MessageState.Waiting;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Until when one dispatcher has it to itself; then another may take it.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    public Guid? ClaimedBy { get; private set; }

    public int Tries { get; private set; }
    public string? LastError { get; private set; }
    public DateTimeOffset? DoneAt { get; private set; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("messages");
        builder.Property(m => m.Kind).HasMaxLength(60);
        builder.Property(m => m.LastError).HasMaxLength(400);
        builder.HasIndex(m => m.DueAt).HasFilter("state = 'Waiting'").HasDatabaseName("ix_messages_due");
        builder.HasIndex(m => new { m.State, m.Id });
    }
}
