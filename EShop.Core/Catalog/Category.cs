using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Catalog;

internal sealed class Category
{
    public long Id { get; private set; }
    public required string Handle { get; init; }
    public required LocalizedText Name { get; set; }

    /// <summary>Ground of the category's tiles, light and dark theme, as #RRGGBB.</summary>
    public required string Tint { get; set; }

    public required string TintDark { get; set; }
    public string? PictureKey { get; set; }
    public int Position { get; set; }
}

internal sealed class CategoryConfiguration : IEntityTypeConfiguration<Category>
{
    public void Configure(EntityTypeBuilder<Category> builder)
    {
        builder.ToTable("categories");
        builder.Property(c => c.Handle).HasMaxLength(80);
        builder.ComplexProperty(c => c.Name, n => n.HasTextMax(80));
        builder.Property(c => c.Tint).HasMaxLength(7);
        builder.Property(c => c.TintDark).HasMaxLength(7);
        builder.Property(c => c.PictureKey).HasMaxLength(160);
        builder.HasIndex(c => c.Handle).IsUnique();
    }
}
