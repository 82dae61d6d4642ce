using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Storage;

internal static class StorageRegistration
{
    /// <summary>A test looks for a forgotten migration; looking at each start would build the whole model again, which
    /// comes compiled (decision 0004).</summary>
    private static readonly EventId ForgottenMigration = RelationalEventId.PendingModelChangesWarning;

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section))
            .Validate(o => o.Postgres is null || IsPostgresString(o.Postgres),
                "Storage:Postgres is not a connection string; expected: Host=…;Database=…;Username=…;Password=…")
            .Validate(o => o.BusyWait >= TimeSpan.FromSeconds(0.1) && o.BusyWait <= TimeSpan.FromSeconds(60),
                "Storage:BusyWait must be between 00:00:00.1 and 00:01:00")
            .Validate(
                o => o.StatementTime >= TimeSpan.FromSeconds(1) && o.StatementTime <= TimeSpan.FromSeconds(300),
                "Storage:StatementTime must be between 00:00:01 and 00:05:00")
            .Validate(o => o.RetriesMax is >= 0 and <= 10, "Storage:RetriesMax must be between 0 and 10")
            .ValidateOnStart();
        services.AddDbContextFactory<SqliteShopDbContext>(UseSqlite);
        services.AddDbContextFactory<PostgresShopDbContext>(UsePostgres);
        services.AddSingleton<CommitSignal>();
        services.AddSingleton<ShopStore>();
        services.AddSingleton<MigrateStore>();
        services.AddSingleton<ReadStoreState>();
        // Identity's stores ask for a scoped context.
        services.AddScoped<ShopDbContext>(s => s.GetRequiredService<ShopStore>().NewContext());
        return services;
    }

    private static void UseSqlite(IServiceProvider services, DbContextOptionsBuilder builder)
    {
        var storage = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var folder = services.GetRequiredService<IOptions<ShopOptions>>().Value.DataFolder;
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "shop.db"),
            DefaultTimeout = (int)Math.Ceiling(storage.BusyWait.TotalSeconds),
        };
        builder.UseSqlite(connection.ToString(), o => o.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
            .AddInterceptors(new SqlitePragmas(storage.BusyWait))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(w => w.Ignore(
                RelationalEventId.NonTransactionalMigrationOperationWarning, ForgottenMigration));
    }

    private static void UsePostgres(IServiceProvider services, DbContextOptionsBuilder builder)
    {
        var storage = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        builder.UseNpgsql(ConnectionOf(storage), o => o
                .UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)
                .CommandTimeout((int)Math.Ceiling(storage.StatementTime.TotalSeconds)))
            .UseSnakeCaseNamingConvention()
            .ConfigureWarnings(w => w.Ignore(ForgottenMigration));
    }

    /// <summary>Nobody waits without end for a row that a session sits on whose process stands still; an operator's own
    /// <c>lock_timeout</c> is left alone.</summary>
    internal static string? ConnectionOf(StorageOptions storage)
    {
        if (storage.Postgres is null) return null;
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(storage.Postgres);
        if (connection.Options?.Contains("lock_timeout", StringComparison.OrdinalIgnoreCase) == true)
            return storage.Postgres;
        var wait = string.Create(
            CultureInfo.InvariantCulture, $"-c lock_timeout={(int)storage.BusyWait.TotalMilliseconds}");
        connection.Options = $"{connection.Options} {wait}".TrimStart();
        return connection.ToString();
    }

    private static bool IsPostgresString(string text)
    {
        try
        {
            return !string.IsNullOrEmpty(new Npgsql.NpgsqlConnectionStringBuilder(text).Host);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
