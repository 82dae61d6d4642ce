using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Payments;

public enum PaymentState
{
    /// <summary>Recorded; its order has not been asked yet.</summary>
    Received = 1,

    /// <summary>It paid its order.</summary>
    Kept,

    /// <summary>Its order could not take it (closed, or paid already): it is on its way back (S16).</summary>
    RefundDue,

    Refunded,

    /// <summary>Amount, currency or order do not fit: kept aside for staff, changed nothing.</summary>
    Suspicious,
}

/// <summary>Money that a provider says it received. (provider, its id) is unique: a callback counts once.</summary>
internal sealed class Payment
{
    public const int ProviderMax = 20, ProviderIdMax = 64, OrderNumberMax = 64, CurrencyLength = 3;

    public long Id { get; private set; }
    public required string Provider { get; init; }
    public required string ProviderId { get; init; }
    public required string OrderNumber { get; init; }
    public required long AmountMinor { get; init; }
    public required string Currency { get; init; }
    public PaymentState State { get; init; } = PaymentState.Received;
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How much of it was promised back: raised by guarded update before a refund is written, so that no more
    /// goes back than came.</summary>
    public long RefundedMinor { get; private set; }
}

/// <summary>Money sent back. <see cref="Key"/> is the provider's idempotency key: asked twice, it goes back
/// once.</summary>
internal sealed class Refund
{
    public const int KeyMax = 64;

    public long Id { get; private set; }
    public required long PaymentId { get; init; }
    public required string Key { get; init; }
    public required long AmountMinor { get; init; }
    public required string Reason { get; init; }

    /// <summary>Whose decision it was; null: the shop's own, of money that came too late.</summary>
    public long? StaffId { get; init; }

    /// <summary>Staff's word to the shopper.</summary>
    public string Answer { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the provider said that it is done; null: still to be asked.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>When the sweep is to look at it; pushed further with each look in vain.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often a look was in vain.</summary>
    public int Tries { get; private set; }

    /// <summary>When the provider refused it; null: it did not, or staff has it asked again. Nobody asks by himself
    /// what was refused.</summary>
    public DateTimeOffset? RefusedAt { get; private set; }

    /// <summary>When all was done that follows from it: the money is back, its goods are in stock, and its order is
    /// refunded if it was the last of it. Null: the sweep looks at it again.</summary>
    public DateTimeOffset? SettledAt { get; private set; }
}

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments", t =>
        {
            t.HasCheckConstraint("ck_payments_amount", "amount_minor > 0");
            t.HasCheckConstraint("ck_payments_refunded", "refunded_minor between 0 and amount_minor");
        });
        builder.Property(p => p.Provider).HasMaxLength(Payment.ProviderMax);
        builder.Property(p => p.ProviderId).HasMaxLength(Payment.ProviderIdMax);
        builder.Property(p => p.OrderNumber).HasMaxLength(Payment.OrderNumberMax);
        builder.Property(p => p.Currency).HasMaxLength(Payment.CurrencyLength);
        builder.HasIndex(p => new { p.Provider, p.ProviderId }).IsUnique().HasDatabaseName("ux_payments_provider");
        builder.HasIndex(p => p.OrderNumber);
        builder.HasIndex(p => p.OrderNumber).IsUnique().HasFilter("state = 'Kept'")
            .HasDatabaseName("ux_payments_kept");
    }
}

internal sealed class RefundConfiguration : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.ToTable("refunds", t => t.HasCheckConstraint("ck_refunds_amount", "amount_minor > 0"));
        builder.Property(r => r.Key).HasMaxLength(Refund.KeyMax);
        builder.Property(r => r.Reason).HasMaxLength(100);
        builder.Property(r => r.Answer).HasMaxLength(RefundRequest.AnswerMax);
        builder.HasIndex(r => r.Key).IsUnique();
        builder.HasIndex(r => r.PaymentId);
        builder.HasIndex(r => r.DueAt).HasFilter("settled_at is null and refused_at is null")
            .HasDatabaseName("ix_refunds_due");
        builder.HasIndex(r => r.RefusedAt).HasFilter("refused_at is not null").HasDatabaseName("ix_refunds_refused");
        builder.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}
