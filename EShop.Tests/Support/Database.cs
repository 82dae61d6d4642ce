using EShop.Core;
using EShop.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EShop.Tests.Support;

/// <summary>A database of one test, copied from one that was migrated once per run: that costs milliseconds.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const int DropBatch = 16;
    private static readonly List<string> Dropped = [];
    private static readonly SharedResource<string> SqliteTemplate = new(MakeSqliteTemplateAsync);
    private static readonly SharedResource<string> PostgresTemplate = new(MakePostgresTemplateAsync);
    private readonly string? _postgresName;

    private Database(string folder, string? postgresName)
    {
        Folder = folder;
        _postgresName = postgresName;
    }

    /// <summary>The data folder; also that of a shop on PostgreSQL.</summary>
    public string Folder { get; }

    public string? PostgresConnection => _postgresName is null ? null : ConnectionTo(_postgresName);

    /// <summary>With <paramref name="isMigrated"/> false there is no table in it yet.</summary>
    public static async Task<Database> CreateAsync(Store store, bool isMigrated, CancellationToken ct)
    {
        var folder = NewFolder();
        if (store == Store.Sqlite)
        {
            if (isMigrated) File.Copy(await SqliteTemplate.GetAsync(), Path.Combine(folder, "shop.db"));
            return new Database(folder, postgresName: null);
        }

        var name = NewName();
        var template = isMigrated ? await PostgresTemplate.GetAsync() : "template0";
        await RunOnServerAsync($"create database {name} template {template}", ct);
        return new Database(folder, name);
    }

    public async ValueTask DisposeAsync()
    {
        using (var pooled = new SqliteConnection($"Data Source={Path.Combine(Folder, "shop.db")}"))
            SqliteConnection.ClearPool(pooled);
        if (_postgresName is not null)
        {
            var ofShop = StorageRegistration.ConnectionOf(new StorageOptions { Postgres = PostgresConnection });
            foreach (var connection in new[] { PostgresConnection, ofShop })
                await using (var pooled = new NpgsqlConnection(connection)) NpgsqlConnection.ClearPool(pooled);
            await DropSoonAsync(_postgresName);
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Removes what is left, and the templates; called once at the end of the run.</summary>
    public static async Task RemoveRestAsync()
    {
        await DropAsync(Dropped);
        if (SqliteTemplate.IsMade) Directory.Delete(Path.GetDirectoryName(await SqliteTemplate.GetAsync())!, true);
        if (PostgresTemplate.IsMade)
            await RunOnServerAsync($"drop database {await PostgresTemplate.GetAsync()}", CancellationToken.None);
    }

    // A drop waits for a checkpoint, which drops at the same time share: many at once cost little more than one.
    private static async Task DropSoonAsync(string name)
    {
        List<string> batch = [];
        lock (Dropped)
        {
            Dropped.Add(name);
            if (Dropped.Count < DropBatch) return;
            batch.AddRange(Dropped);
            Dropped.Clear();
        }
        await DropAsync(batch);
    }

    private static Task DropAsync(IEnumerable<string> names) => Task.WhenAll(names.Select(name =>
        RunOnServerAsync($"drop database {name} with (force)", CancellationToken.None)));

    private static async Task<string> MakeSqliteTemplateAsync()
    {
        var folder = NewFolder();
        await MigrateAsync("Shop:DataFolder", folder);
        var file = Path.Combine(folder, "shop.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate)";
        await command.ExecuteNonQueryAsync();
        return file;
    }

    private static async Task<string> MakePostgresTemplateAsync()
    {
        var name = NewName();
        await RunOnServerAsync($"create database {name} template template0", CancellationToken.None);
        await MigrateAsync("Storage:Postgres", ConnectionTo(name) + ";Pooling=False");
        return name;
    }

    private static async Task MigrateAsync(string setting, string value)
    {
        var folder = setting == "Shop:DataFolder" ? value : Path.GetTempPath();
        var settings = new Dictionary<string, string?> { ["Shop:DataFolder"] = folder, [setting] = value };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddShopCore(configuration)
            .BuildServiceProvider();
        await services.GetRequiredService<MigrateStore>().ExecuteAsync(CancellationToken.None);
        SqliteConnection.ClearAllPools();
    }

    // Few connections a shop: several shops run at once on a server that has 300, and races should queue for them.
    private static string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(Servers.Postgres)
    {
        Database = database,
        MaxPoolSize = 40,
        Timeout = 30,
        IncludeErrorDetail = true,
    }.ToString();

    private static async Task RunOnServerAsync(string sql, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Servers.Postgres);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("eshop-test-").FullName;

    private static string NewName() => $"eshop_test_{Guid.NewGuid():N}";
}
