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
            t.HasCheckConstraint("ck_coupons_validity",
                $"valid_days between 0 and {Coupon.ValidDaysMax} and (valid_days = 0) = (usable_until is not null)");
            t.HasCheckConstraint("ck_coupons_terms", CouponTermsMapping.Check);
        });
        builder.ComplexProperty(c => c.Name, n => n.HasTextMax(Coupon.NameMax));
        builder.ComplexProperty(c => c.ScopeText, n => n.HasTextMax(Coupon.ScopeTextMax));
        builder.ComplexProperty(c => c.Terms, CouponTermsMapping.Map);
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => new { c.State, c.Audience });
    }
}

internal sealed class CouponClaimConfiguration : IEntityTypeConfiguration<CouponClaim>
{
    public void Configure(EntityTypeBuilder<CouponClaim> builder)
    {
        builder.ToTable("coupon_claims", t =>
        {
            t.HasCheckConstraint("ck_coupon_claims_order", "(state = 'Unused') = (order_number is null)");
            t.HasCheckConstraint("ck_coupon_claims_terms", CouponTermsMapping.Check);
        });
        builder.ComplexProperty(c => c.Terms, CouponTermsMapping.Map);
        builder.Property(c => c.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.HasIndex(c => new { c.CouponId, c.AccountId, c.Nth }).IsUnique()
            .HasDatabaseName("ux_coupon_claims_person");
        builder.HasIndex(c => new { c.AccountId, c.RequestKey });
        builder.HasIndex(c => c.CodeId).IsUnique().HasFilter("code_id is not null")
            .HasDatabaseName("ux_coupon_claims_code");
        builder.HasIndex(c => c.ExpiresAt).HasFilter("state = 'Unused' and reminded_at is null")
            .HasDatabaseName("ix_coupon_claims_remind");
        builder.HasOne<CouponCode>().WithMany().HasForeignKey(c => c.CodeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Coupon>().WithMany().HasForeignKey(c => c.CouponId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal static class CouponTermsMapping
{
    /// <summary>What <see cref="CouponTerms.AreSound"/> says, for the database.</summary>
    public const string Check = """
        terms_minimum_minor >= 0 and terms_ceiling_minor >= 0
        and (terms_scope = 'Everything') = (terms_scope_ids = '')
        and case terms_kind
            when 'AmountOff' then terms_amount_minor > 0 and terms_percent = 0 and terms_ceiling_minor = 0
            when 'PercentOff' then terms_amount_minor = 0 and terms_percent between 1 and 100
            when 'FreeShipping' then terms_amount_minor = 0 and terms_percent = 0 and terms_ceiling_minor = 0
            else terms_percent < 0 end
        """;

    public static void Map(ComplexPropertyBuilder<CouponTerms> terms)
    {
        // The default is for rows from before there were scopes.
        terms.Property(t => t.Scope).HasDefaultValue(CouponScope.Everything).ValueGeneratedNever();
        terms.Property(t => t.ScopeIds).HasMaxLength(CouponTerms.ScopeIdsMax);
    }
}

internal sealed class CouponCodeConfiguration : IEntityTypeConfiguration<CouponCode>
{
    public void Configure(EntityTypeBuilder<CouponCode> builder)
    {
        builder.ToTable("coupon_codes");
        builder.Property(c => c.Key).HasMaxLength(CouponCode.KeyMax);
        builder.Property(c => c.Text).HasMaxLength(CouponCode.TextMax);
        builder.HasIndex(c => c.Key).IsUnique().HasDatabaseName("ux_coupon_codes_key");
        builder.HasOne<Coupon>().WithMany().HasForeignKey(c => c.CouponId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CouponTaskConfiguration : IEntityTypeConfiguration<CouponTask>
{
    public void Configure(EntityTypeBuilder<CouponTask> builder)
    {
        builder.ToTable("coupon_tasks");
        builder.Property(t => t.OrderNumber).HasMaxLength(OrderNumber.Length);
        builder.Property(t => t.Reason).HasMaxLength(100);
        // Of the tasks that were not given back: an order that is revived holds anew.
        builder.HasIndex(t => t.OrderNumber).IsUnique().HasFilter("state <> 'Cancel'")
            .HasDatabaseName("ux_coupon_tasks_order");
        builder.HasIndex(t => t.OrderNumber, "ix_coupon_tasks_order");
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
