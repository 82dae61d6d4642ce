using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Inventory;

/// <summary>
/// The promise to settle what an order took of a SKU, written in the transaction that took it (S10, S11): LOCK until
/// the order's outcome is known, then FINISH or CANCEL, once.
/// </summary>
internal sealed class StockTask
{
    public long Id { get; private set; }
    public required string OrderNumber { get; init; }
    public required long SkuId { get; init; }
    public required int Quantity { get; init; }
    public LockState State { get; private set; } = LockState.Lock;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the settling job looks (again); meaningful in LOCK.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>How often the settling job looked and failed; it backs off with it.</summary>
    public int Tries { get; private set; }

    /// <summary>Why it stands where it stands, in a word for staff: <c>order paid</c>, <c>no such order</c> …</summary>
    public string Reason { get; private set; } = "";
}

internal sealed class StockTaskConfiguration : IEntityTypeConfiguration<StockTask>
{
    public void Configure(EntityTypeBuilder<StockTask> builder)
    {
        builder.ToTable("stock_tasks", t => t.HasCheckConstraint("ck_stock_tasks_quantity", "quantity > 0"));
        builder.Property(t => t.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(t => t.Reason).HasMaxLength(100);
        // Of the tasks that were not given back: an order that is revived takes anew.
        builder.HasIndex(t => new { t.OrderNumber, t.SkuId }).IsUnique().HasFilter("state <> 'Cancel'")
            .HasDatabaseName("ux_stock_tasks_live");
        builder.HasIndex(t => t.OrderNumber);
        builder.HasIndex(t => t.DueAt).HasFilter("state = 'Lock'").HasDatabaseName("ix_stock_tasks_due");
        builder.HasIndex(t => new { t.SkuId, t.State });
        builder.HasOne<StockLevel>().WithMany().HasForeignKey(t => t.SkuId).OnDelete(DeleteBehavior.Restrict);
    }
}
