using EShop.Core.Accounts;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Orders;

/// <summary>One row for each account that has ordered. The transaction that places an order touches it first: so one
/// person's checkouts come one after the other, and what a person may have is counted on what is committed.</summary>
internal sealed class Buyer
{
    public required long AccountId { get; init; }

    /// <summary>How many orders were begun; what it counts does not matter, that it is written does.</summary>
    public required long OrderCount { get; init; }
}

internal sealed class BuyerConfiguration : IEntityTypeConfiguration<Buyer>
{
    public void Configure(EntityTypeBuilder<Buyer> builder)
    {
        builder.ToTable("buyers");
        builder.HasKey(b => b.AccountId);
        builder.Property(b => b.AccountId).ValueGeneratedNever();
        builder.HasOne<Account>().WithMany().HasForeignKey(b => b.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
