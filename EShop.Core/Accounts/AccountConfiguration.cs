using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Accounts;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.Property(a => a.DisplayName).HasMaxLength(Account.DisplayNameMax);
        builder.Property(a => a.AvatarKey).HasMaxLength(120);
        builder.Property(a => a.Culture).HasMaxLength(8);
        builder.HasIndex(a => a.NormalizedEmail).IsUnique().HasDatabaseName("ux_accounts_email");
        builder.HasIndex(a => a.NormalizedUserName).IsUnique().HasDatabaseName("ux_accounts_user_name");
        builder.HasIndex(a => a.CreatedAt);
        builder.HasIndex(a => a.ErasedAt).HasFilter("erased_at is not null").HasDatabaseName("ix_accounts_erased");
    }
}

internal sealed class RoleConfiguration : IEntityTypeConfiguration<Role>
{
    public void Configure(EntityTypeBuilder<Role> builder) => builder.ToTable("roles");
}

internal sealed class IdentityTablesConfiguration :
    IEntityTypeConfiguration<IdentityUserRole<long>>, IEntityTypeConfiguration<IdentityUserClaim<long>>,
    IEntityTypeConfiguration<IdentityUserLogin<long>>, IEntityTypeConfiguration<IdentityUserToken<long>>,
    IEntityTypeConfiguration<IdentityRoleClaim<long>>, IEntityTypeConfiguration<IdentityUserPasskey<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserRole<long>> builder) => builder.ToTable("account_roles");
    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> builder) => builder.ToTable("account_claims");
    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> builder) => builder.ToTable("account_logins");
    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> builder) => builder.ToTable("account_tokens");
    public void Configure(EntityTypeBuilder<IdentityRoleClaim<long>> builder) => builder.ToTable("role_claims");

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<long>> builder)
    {
        builder.ToTable("account_passkeys");
        builder.HasKey(p => p.CredentialId);
        builder.Property(p => p.CredentialId).HasMaxLength(1024);
        builder.OwnsOne(p => p.Data).ToJson();
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
