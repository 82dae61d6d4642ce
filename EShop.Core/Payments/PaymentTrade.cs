using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Payments;

/// <summary>A payment that a shopper went to make at a provider: written before the provider is told, so that whoever
/// closes the order knows whom to ask. The provider knows it by the order's number.</summary>
internal sealed class PaymentTrade
{
    public required string OrderNumber { get; init; }
    public required string Provider { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the provider is asked next, if nobody tells us before.</summary>
    public required DateTimeOffset AskAt { get; init; }

    /// <summary>When it was asked last, so that a shopper who looks and looks does not wear it out.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>How often it was asked in vain; the pause grows with it.</summary>
    public int Tries { get; private set; }

    /// <summary>When it was known how it ended: paid, or closed. Null: money may come.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
}

internal sealed class PaymentTradeConfiguration : IEntityTypeConfiguration<PaymentTrade>
{
    public void Configure(EntityTypeBuilder<PaymentTrade> builder)
    {
        builder.ToTable("payment_trades");
        builder.HasKey(t => new { t.OrderNumber, t.Provider });
        builder.Property(t => t.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(t => t.Provider).HasMaxLength(Payment.ProviderMax);
        builder.HasIndex(t => t.AskAt).HasFilter("ended_at is null").HasDatabaseName("ix_payment_trades_due");
    }
}
