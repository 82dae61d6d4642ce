using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Catalog;

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.ToTable("products");
        builder.Property(p => p.Handle).HasMaxLength(Product.HandleMax);
        builder.ComplexProperty(p => p.Name, n => n.HasTextMax(Product.NameMax));
        builder.ComplexProperty(p => p.Description, n => n.HasTextMax(Product.DescriptionMax));
        builder.Property(p => p.Brand).HasMaxLength(Product.BrandMax);
        builder.Property(p => p.Tags).HasMaxLength(Product.TagsMax);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasIndex(p => p.Handle).IsUnique();
        builder.HasIndex(p => new { p.State, p.CategoryId, p.Popularity });
        builder.HasIndex(p => new { p.State, p.CreatedAt });
        builder.HasOne<Category>().WithMany().HasForeignKey(p => p.CategoryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(p => p.Options).WithOne().HasForeignKey(o => o.ProductId);
        builder.HasMany(p => p.Pictures).WithOne().HasForeignKey(o => o.ProductId);
        builder.HasMany(p => p.Skus).WithOne().HasForeignKey(o => o.ProductId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProductOptionConfiguration : IEntityTypeConfiguration<ProductOption>
{
    public void Configure(EntityTypeBuilder<ProductOption> builder)
    {
        builder.ToTable("product_options");
        builder.HasKey(o => new { o.ProductId, o.Position });
        builder.ComplexProperty(o => o.Name, n => n.HasTextMax(Sku.ValueMax));
    }
}

internal sealed class ProductPictureConfiguration : IEntityTypeConfiguration<ProductPicture>
{
    public void Configure(EntityTypeBuilder<ProductPicture> builder)
    {
        builder.ToTable("product_pictures");
        builder.Property(p => p.ObjectKey).HasMaxLength(160);
        builder.Property(p => p.Alt).HasMaxLength(Product.NameMax);
        builder.HasIndex(p => new { p.ProductId, p.Position });
    }
}

internal sealed class SkuConfiguration : IEntityTypeConfiguration<Sku>
{
    public void Configure(EntityTypeBuilder<Sku> builder)
    {
        builder.ToTable("skus", t =>
        {
            t.HasCheckConstraint("ck_skus_price", $"price_minor between 0 and {Sku.PriceMinorMax}");
            t.HasCheckConstraint("ck_skus_compare_at", "compare_at_minor is null or compare_at_minor >= 0");
            t.HasCheckConstraint("ck_skus_person_max",
                $"person_max is null or person_max between 1 and {Sku.PersonMaxMax}");
            t.HasCheckConstraint("ck_skus_low_stock_at", "low_stock_at is null or low_stock_at >= 0");
        });
        builder.Property(s => s.Code).HasMaxLength(Sku.CodeMax);
        builder.Property(s => s.Barcode).HasMaxLength(Sku.CodeMax);
        builder.ComplexProperty(s => s.Value1, n => n.HasTextMax(Sku.ValueMax));
        builder.ComplexProperty(s => s.Value2, n => n.HasTextMax(Sku.ValueMax));
        builder.ComplexProperty(s => s.Value3, n => n.HasTextMax(Sku.ValueMax));
        builder.HasIndex(s => s.Code).IsUnique();
        builder.HasIndex(s => s.ProductId);
    }
}
