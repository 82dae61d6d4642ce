using EShop.Core.Orders;
using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Payments.Refunds;

public enum RefundRequestState
{
    /// <summary>It waits for staff.</summary>
    Open = 1,

    /// <summary>The shopper took it back.</summary>
    TakenBack,

    /// <summary>Money goes back, all or in part.</summary>
    Accepted,

    Declined,
}

/// <summary>A shopper asks for money back. At most one of an order is open, and a key of an account has asked once, by
/// unique indexes; it is moved by guarded updates from Open only.</summary>
internal sealed class RefundRequest
{
    public const int ReasonMax = 300, AnswerMax = 300;

    public long Id { get; private set; }
    public required string OrderNumber { get; init; }
    public required long AccountId { get; init; }

    /// <summary>Of the press or the request that asked; null: from before keys were kept.</summary>
    public Guid? Key { get; init; }

    public required string Reason { get; init; }
    public RefundRequestState State { get; private set; } = RefundRequestState.Open;
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Who of the staff decided; null: nobody yet, or the shopper.</summary>
    public long? StaffId { get; private set; }

    /// <summary>Staff's word to the shopper.</summary>
    public string Answer { get; private set; } = "";
}

/// <summary>Goods that staff wrote down as returned with a refund: how many, and whether they can be sold again.
/// </summary>
internal sealed class RefundLine
{
    /// <summary>The key of the refund that they came with.</summary>
    public required string Key { get; init; }

    public required string OrderNumber { get; init; }
    public required long SkuId { get; init; }
    public required int Quantity { get; init; }
    public required bool IsBackInStock { get; init; }
}

internal sealed class RefundRequestConfiguration : IEntityTypeConfiguration<RefundRequest>
{
    public void Configure(EntityTypeBuilder<RefundRequest> builder)
    {
        builder.ToTable("refund_requests");
        builder.Property(r => r.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(r => r.Reason).HasMaxLength(RefundRequest.ReasonMax);
        builder.Property(r => r.Answer).HasMaxLength(RefundRequest.AnswerMax);
        builder.HasIndex(r => r.OrderNumber).IsUnique().HasFilter("state = 'Open'")
            .HasDatabaseName("ux_refund_requests_open");
        builder.HasIndex(r => new { r.AccountId, r.Key }).IsUnique().HasDatabaseName("ux_refund_requests_key");
        builder.HasIndex(r => new { r.OrderNumber, r.Id });
        builder.HasIndex(r => new { r.State, r.CreatedAt });
        builder.HasOne<Order>().WithMany().HasForeignKey(r => r.OrderNumber).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RefundLineConfiguration : IEntityTypeConfiguration<RefundLine>
{
    public void Configure(EntityTypeBuilder<RefundLine> builder)
    {
        builder.ToTable("refund_lines", t => t.HasCheckConstraint("ck_refund_lines_quantity", "quantity > 0"));
        builder.HasKey(l => new { l.Key, l.SkuId });
        builder.Property(l => l.Key).HasMaxLength(64);
        builder.Property(l => l.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.HasIndex(l => new { l.OrderNumber, l.SkuId });
    }
}
