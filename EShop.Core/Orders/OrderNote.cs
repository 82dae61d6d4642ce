using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Orders;

/// <summary>What staff wrote down about an order for each other; no shopper sees it. Insert-only.</summary>
internal sealed class OrderNote
{
    public const int TextMax = 500;

    public long Id { get; private set; }
    public required string OrderNumber { get; init; }
    public required long StaffId { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class OrderNoteConfiguration : IEntityTypeConfiguration<OrderNote>
{
    public void Configure(EntityTypeBuilder<OrderNote> builder)
    {
        builder.ToTable("order_notes");
        builder.Property(n => n.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(n => n.Text).HasMaxLength(OrderNote.TextMax);
        builder.HasIndex(n => new { n.OrderNumber, n.Id });
        builder.HasOne<Order>().WithMany().HasForeignKey(n => n.OrderNumber).OnDelete(DeleteBehavior.Restrict);
    }
}
