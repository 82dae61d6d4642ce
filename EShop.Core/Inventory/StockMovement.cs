using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Inventory;

public enum StockReason
{
    /// <summary>New goods.</summary>
    Received = 1,

    /// <summary>Taken for an order (a task in LOCK).</summary>
    Taken,

    /// <summary>Given back because the order came to nothing (the task is CANCEL).</summary>
    GivenBack,

    /// <summary>Sold goods that came back into stock.</summary>
    Returned,

    WrittenOff,

    /// <summary>A count found more or fewer.</summary>
    Corrected,
}

/// <summary>One change of a SKU's available stock. Insert-only: the sum of a SKU's movements is its available
/// stock.</summary>
internal sealed class StockMovement
{
    public long Id { get; private set; }
    public required long SkuId { get; init; }

    /// <summary>Added to available: below zero for goods that left it.</summary>
    public required long Quantity { get; init; }

    public required StockReason Reason { get; init; }
    public long? TaskId { get; init; }

    /// <summary>What came back with which refund, so that it comes back once; empty for all else.</summary>
    public string Key { get; init; } = "";

    /// <summary>The staff member whose change it was; null: the shop itself.</summary>
    public long? StaffId { get; init; }

    public string Note { get; init; } = "";
    public required DateTimeOffset At { get; init; }
}

internal sealed class StockMovementConfiguration : IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockMovement> builder)
    {
        builder.ToTable("stock_movements", t => t.HasCheckConstraint("ck_stock_movements_quantity", "quantity <> 0"));
        builder.Property(m => m.Note).HasMaxLength(200);
        builder.HasIndex(m => new { m.SkuId, m.Id });
        builder.Property(m => m.Key).HasMaxLength(64);
        builder.HasIndex(m => new { m.TaskId, m.Reason, m.Key }).IsUnique();
        builder.HasOne<StockTask>().WithMany().HasForeignKey(m => m.TaskId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StockLevel>().WithMany().HasForeignKey(m => m.SkuId).OnDelete(DeleteBehavior.Restrict);
    }
}
