using EShop.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EShop.Core.Accounts;

/// <summary>One browser that is signed in. While the row is there, its stamp is the account's and neither limit of
/// <see cref="SessionLimits"/> is passed, the cookie that names it opens the account; ending it is deleting the row.
/// </summary>
internal sealed class AccountSession
{
    public const int NetworkMax = 48;

    public long Id { get; private set; }

    /// <summary>128 random bits that stand sealed in the cookie; never shown.</summary>
    public required string Key { get; init; }

    public required long AccountId { get; init; }

    /// <summary>The account's stamp when it began: a changed password or right ends it, whoever changed it.</summary>
    public required string Stamp { get; init; }

    public required DeviceBrowser Browser { get; init; }
    public required DeviceSystem System { get; init; }

    /// <summary>Coarse: enough to tell home from a foreign place, not where somebody lives.</summary>
    public required string Network { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Written once in a while only, see <see cref="SessionLimits.TouchEvery"/>.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }
}

internal sealed class AccountSessionConfiguration : IEntityTypeConfiguration<AccountSession>
{
    public void Configure(EntityTypeBuilder<AccountSession> builder)
    {
        builder.ToTable("account_sessions");
        builder.Property(s => s.Key).HasMaxLength(RandomToken.Length);
        builder.Property(s => s.Stamp).HasMaxLength(RandomToken.Length);
        builder.Property(s => s.Network).HasMaxLength(AccountSession.NetworkMax);
        builder.HasIndex(s => s.Key).IsUnique();
        builder.HasIndex(s => s.AccountId);
        builder.HasIndex(s => s.LastSeenAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
