using EShop.Core.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Storage;

/// <summary>The one model of both stores. Entities are found by their configurations, which stand beside them, so that
/// no feature is named here.</summary>
internal abstract class ShopDbContext(DbContextOptions options)
    : IdentityDbContext<Account, Role, long>(options)
{
    /// <summary>Passkeys are part of version 3 of the Identity schema.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <summary>Set by <see cref="Abandon"/>.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Set by whoever adds rows that a background worker waits for; see <see cref="CommitSignal"/>.</summary>
    public bool WakesWorkers { get; set; }

    /// <summary>Refuse after rows were changed: the transaction around is rolled back, its answer is still
    /// given.</summary>
    public void Abandon() => IsAbandoned = true;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ShopDbContext).Assembly);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        builder.Properties<DateTimeOffset>().HaveConversion<UnixMillisConverter>();
        StoreEnumsAsText(builder);
    }

    private static void StoreEnumsAsText(ModelConfigurationBuilder builder)
    {
        var enums = typeof(ShopDbContext).Assembly.GetTypes()
            .Where(t => t.IsEnum && t.Namespace?.StartsWith("EShop.Core.", StringComparison.Ordinal) == true);
        foreach (var type in enums) builder.Properties(type).HaveConversion<string>().HaveMaxLength(20);
    }
}

internal sealed class SqliteShopDbContext(DbContextOptions<SqliteShopDbContext> options) : ShopDbContext(options);

internal sealed class PostgresShopDbContext(DbContextOptions<PostgresShopDbContext> options) : ShopDbContext(options);
