using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Inventory;

/// <summary>
/// How many of a SKU there are and where they stand. Changed only by <see cref="StockLedger"/>, by guarded updates;
/// the CHECK constraints are the books' <c>stock-balance</c> by construction.
/// </summary>
internal sealed class StockLevel
{
    public required long SkuId { get; init; }

    /// <summary>All that ever came in.</summary>
    public long Received { get; private set; }

    /// <summary>Sold goods that came back into stock.</summary>
    public long Returned { get; private set; }

    public long WrittenOff { get; private set; }

    /// <summary>Free to be bought.</summary>
    public long Available { get; private set; }

    /// <summary>Taken by orders whose outcome is open (tasks in LOCK).</summary>
    public long Locked { get; private set; }

    /// <summary>Sold by orders that are paid (tasks in FINISH), whether or not they came back.</summary>
    public long Sold { get; private set; }
}

internal sealed class StockLevelConfiguration : IEntityTypeConfiguration<StockLevel>
{
    public void Configure(EntityTypeBuilder<StockLevel> builder)
    {
        builder.ToTable("stock_levels", t =>
        {
            t.HasCheckConstraint("ck_stock_balance",
                "received + returned - written_off = available + locked + sold");
            t.HasCheckConstraint("ck_stock_signs", "received >= 0 and returned >= 0 and written_off >= 0 "
                + "and available >= 0 and locked >= 0 and sold >= 0");
        });
        builder.HasKey(l => l.SkuId);
        builder.Property(l => l.SkuId).ValueGeneratedNever();
    }
}
