using EShop.Core.Accounts;
using EShop.Core.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Carts;

/// <summary>A basket: of an account, or of a guest who is known by a random key in a cookie only.</summary>
internal sealed class Cart
{
    public const int LinesMax = 100, QuantityMax = 999;

    public long Id { get; private set; }
    public long? AccountId { get; init; }

    /// <summary>128 random bits in hex, from the guest's cookie; null for an account's cart.</summary>
    public string? GuestKey { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
    public List<CartLine> Lines { get; } = [];
}

internal sealed class CartLine
{
    public long CartId { get; private set; }
    public required long SkuId { get; init; }
    public required int Quantity { get; set; }

    /// <summary>The price when it was added: the cart page tells when it has changed since.</summary>
    public required long PriceSeenMinor { get; set; }

    public required DateTimeOffset AddedAt { get; init; }
}

internal sealed class CartConfiguration : IEntityTypeConfiguration<Cart>
{
    public void Configure(EntityTypeBuilder<Cart> builder)
    {
        builder.ToTable("carts", t => t.HasCheckConstraint("ck_carts_owner",
            "(account_id is null) <> (guest_key is null)"));
        builder.Property(c => c.GuestKey).HasMaxLength(32);
        builder.HasIndex(c => c.AccountId).IsUnique();
        builder.HasIndex(c => c.GuestKey).IsUnique();
        builder.HasIndex(c => c.UpdatedAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(c => c.Lines).WithOne().HasForeignKey(l => l.CartId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CartLineConfiguration : IEntityTypeConfiguration<CartLine>
{
    public void Configure(EntityTypeBuilder<CartLine> builder)
    {
        builder.ToTable("cart_lines", t => t.HasCheckConstraint("ck_cart_lines_quantity",
            $"quantity between 1 and {Cart.QuantityMax}"));
        builder.HasKey(l => new { l.CartId, l.SkuId });
        builder.HasOne<Sku>().WithMany().HasForeignKey(l => l.SkuId).OnDelete(DeleteBehavior.Cascade);
    }
}
