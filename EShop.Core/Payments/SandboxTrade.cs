using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Payments;

internal enum SandboxTradeState { Open = 1, Paid, Closed }

/// <summary>The sandbox provider's own books: what a real provider would keep on its side. The shop reads them only
/// through <see cref="IPaymentGateway"/>.</summary>
internal sealed class SandboxTrade
{
    public required string Id { get; init; }
    public required string OrderNumber { get; init; }
    public required long AmountMinor { get; init; }
    public required string Currency { get; init; }
    public SandboxTradeState State { get; private set; } = SandboxTradeState.Open;
    public long RefundedMinor { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PaidAt { get; private set; }
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
        builder.HasIndex(t => t.OrderNumber).IsUnique();
    }
}
