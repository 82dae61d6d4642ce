using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Catalog.LowStock;

/// <summary>Staff was told that a SKU runs low. The row goes when there is enough again: so each fall is told
/// once.</summary>
internal sealed class LowStockMark
{
    public required long SkuId { get; init; }
    public required DateTimeOffset FellAt { get; init; }
}

internal sealed class LowStockMarkConfiguration : IEntityTypeConfiguration<LowStockMark>
{
    public void Configure(EntityTypeBuilder<LowStockMark> builder)
    {
        builder.ToTable("low_stock_marks");
        builder.HasKey(m => m.SkuId);
        builder.Property(m => m.SkuId).ValueGeneratedNever();
        builder.HasOne<Sku>().WithMany().HasForeignKey(m => m.SkuId).OnDelete(DeleteBehavior.Cascade);
    }
}
