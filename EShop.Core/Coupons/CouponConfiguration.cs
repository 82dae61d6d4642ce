using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Coupons;

internal sealed class CouponConfiguration : IEntityTypeConfiguration<Coupon>
{
    public void Configure(EntityTypeBuilder<Coupon> builder)
    {
        builder.ToTable("coupons", t =>
        {
            t.HasCheckConstraint("ck_coupons_claimed", "claimed between 0 and total");
            t.HasCheckConstraint("ck_coupons_total", $"total between 1 and {Coupon.TotalMax}");
            t.HasCheckConstraint("ck_coupons_person", $"limit_per_person between 1 and {Coupon.LimitPerPersonMax}");
            t.HasCheckConstraint("ck_coupons_window", "opens_at < closes_at");
        });
        builder.ComplexProperty(c => c.Name, n => n.HasTextMax(Coupon.NameMax));
        builder.ComplexProperty(c => c.Terms);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => new { c.State, c.Audience });
    }
}

internal sealed class CouponClaimConfiguration : IEntityTypeConfiguration<CouponClaim>
{
    public void Configure(EntityTypeBuilder<CouponClaim> builder)
    {
        builder.ToTable("coupon_claims", t => t.HasCheckConstraint("ck_coupon_claims_order",
            "(state = 'Unused') = (order_number is null)"));
        builder.ComplexProperty(c => c.Terms);
        builder.Property(c => c.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.HasIndex(c => new { c.CouponId, c.AccountId, c.Nth }).IsUnique()
            .HasDatabaseName("ux_coupon_claims_person");
        builder.HasIndex(c => new { c.AccountId, c.State });
        builder.HasOne<Coupon>().WithMany().HasForeignKey(c => c.CouponId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CouponTaskConfiguration : IEntityTypeConfiguration<CouponTask>
{
    public void Configure(EntityTypeBuilder<CouponTask> builder)
    {
        builder.ToTable("coupon_tasks");
        builder.Property(t => t.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(t => t.Reason).HasMaxLength(100);
        builder.HasIndex(t => t.OrderNumber).IsUnique();
        builder.HasIndex(t => t.ClaimId).IsUnique().HasFilter("state = 'Lock'")
            .HasDatabaseName("ux_coupon_tasks_live");
        builder.HasIndex(t => t.DueAt).HasFilter("state = 'Lock'").HasDatabaseName("ix_coupon_tasks_due");
        builder.HasOne<CouponClaim>().WithMany().HasForeignKey(t => t.ClaimId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NewCustomerTermConfiguration : IEntityTypeConfiguration<NewCustomerTerm>
{
    public void Configure(EntityTypeBuilder<NewCustomerTerm> builder)
    {
        builder.ToTable("new_customer_terms");
        builder.HasIndex(t => t.IsOpen).IsUnique().HasDatabaseName("ux_new_customer_terms_open");
        builder.HasOne<Coupon>().WithMany().HasForeignKey(t => t.CouponId).OnDelete(DeleteBehavior.Restrict);
    }
}
