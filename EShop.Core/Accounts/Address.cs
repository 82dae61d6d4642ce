using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Accounts;

/// <summary>Where an account has goods sent. Orders keep a copy: changing or deleting an address changes no
/// order.</summary>
internal sealed class Address
{
    public const int RecipientMax = 60, PhoneMax = 24, RegionMax = 80, LineMax = 160, PostalCodeMax = 12;

    public long Id { get; private set; }
    public required long AccountId { get; init; }
    public required string Recipient { get; set; }
    public required string Phone { get; set; }

    /// <summary>Province, city and district, as the shopper writes them.</summary>
    public required string Region { get; set; }

    public required string Line { get; set; }
    public string PostalCode { get; set; } = "";
    public bool IsDefault { get; set; }
}

internal sealed class AddressConfiguration : IEntityTypeConfiguration<Address>
{
    public void Configure(EntityTypeBuilder<Address> builder)
    {
        builder.ToTable("addresses");
        builder.Property(a => a.Recipient).HasMaxLength(Address.RecipientMax);
        builder.Property(a => a.Phone).HasMaxLength(Address.PhoneMax);
        builder.Property(a => a.Region).HasMaxLength(Address.RegionMax);
        builder.Property(a => a.Line).HasMaxLength(Address.LineMax);
        builder.Property(a => a.PostalCode).HasMaxLength(Address.PostalCodeMax);
        builder.HasIndex(a => a.AccountId);
        builder.HasIndex(a => a.AccountId).IsUnique().HasFilter("is_default")
            .HasDatabaseName("ux_addresses_default");
        builder.HasOne<Account>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
