using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Payments;

internal enum SandboxTradeState { Open = 1, Paid, Closed }

/// <summary>The sandbox provider's own books: what a real provider would keep on its side. The shop reads them only
/// through <see cref="IPaymentGateway"/>.</summary>
internal sealed class SandboxTrade
{
    public const int FirstNth = 1;

    public required string Id { get; init; }
    public required string OrderNumber { get; init; }

    /// <summary>1; 2 is the second payment of a shopper who paid twice.</summary>
    public int Nth { get; init; } = FirstNth;

    /// <summary>What is asked for; once it is paid, what was paid.</summary>
    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }
    public SandboxTradeState State { get; init; } = SandboxTradeState.Open;

    /// <summary>The money is under way and comes when the shop has closed the payment, as real money at times does.
    /// </summary>
    public bool IsLate { get; private set; }

    public long RefundedMinor { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PaidAt { get; init; }

    public ProviderPayment ToPayment() => new(Id, OrderNumber, AmountMinor, Currency);
}

/// <summary>Money that the sandbox sent back. The key decides: asked twice, it goes back once.</summary>
internal sealed class SandboxRefund
{
    public required string TradeId { get; init; }
    public required string Key { get; init; }
    public required long AmountMinor { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class SandboxTradeConfiguration : IEntityTypeConfiguration<SandboxTrade>
{
    public void Configure(EntityTypeBuilder<SandboxTrade> builder)
    {
        builder.ToTable("sandbox_trades", t => t.HasCheckConstraint("ck_sandbox_trades_refunded",
            "refunded_minor between 0 and amount_minor"));
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).HasMaxLength(Payment.ProviderIdMax);
        builder.Property(t => t.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(t => t.Currency).HasMaxLength(3);
        // The default is for rows from before anybody could pay twice.
        builder.Property(t => t.Nth).HasDefaultValue(SandboxTrade.FirstNth).ValueGeneratedNever();
        builder.HasIndex(t => new { t.OrderNumber, t.Nth }).IsUnique();
    }
}

internal sealed class SandboxRefundConfiguration : IEntityTypeConfiguration<SandboxRefund>
{
    public void Configure(EntityTypeBuilder<SandboxRefund> builder)
    {
        builder.ToTable("sandbox_refunds",
            t => t.HasCheckConstraint("ck_sandbox_refunds_amount", "amount_minor > 0"));
        builder.HasKey(r => new { r.TradeId, r.Key });
        builder.Property(r => r.TradeId).HasMaxLength(Payment.ProviderIdMax);
        builder.Property(r => r.Key).HasMaxLength(Refund.KeyMax);
        builder.HasOne<SandboxTrade>().WithMany().HasForeignKey(r => r.TradeId).OnDelete(DeleteBehavior.Restrict);
    }
}
