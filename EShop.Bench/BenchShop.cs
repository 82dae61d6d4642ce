using EShop.Core;
using EShop.Core.Accounts;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EShop.Bench;

/// <param name="Postgres">A connection string to a server; null: SQLite in a temporary folder.</param>
/// <param name="Redis">A connection string; null: the embedded server.</param>
internal sealed record BenchParts(string? Postgres, string? Redis)
{
    public string Store => Postgres is null ? "sqlite" : "postgres";
}

/// <summary>The core of a shop in a folder of its own, with people and a coupon to fight for.</summary>
internal sealed class BenchShop : IAsyncDisposable
{
    private const int AccountsPerTransaction = 2_000;
    private readonly ServiceProvider _services;
    private readonly BenchDatabase _database;
    private readonly string _folder;

    private BenchShop(ServiceProvider services, BenchDatabase database, string folder) =>
        (_services, _database, _folder) = (services, database, folder);

    public static async Task<BenchShop> StartAsync(BenchParts parts)
    {
        var folder = Directory.CreateTempSubdirectory("eshop-bench-").FullName;
        var database = await BenchDatabase.CreateAsync(parts.Postgres);
        var settings = new Dictionary<string, string?>
        {
            ["Shop:DataFolder"] = folder,
            ["Storage:Postgres"] = database.Connection,
            ["Redis:Connection"] = parts.Redis,
            ["Redis:Prefix"] = $"bench-{RandomToken.New()}:",
            // A closed loop of N shoppers is the load: nobody is to be sent away.
            ["Locks:Wait"] = "00:01:00",
            ["Locks:LineMax"] = "100000",
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddShopCore(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<MigrateStore>().ExecuteAsync(default);
        return new BenchShop(provider, database, folder);
    }

    public string Folder => _folder;

    public string? PostgresConnection => _database.Connection;

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public ShopStore Store => Get<ShopStore>();

    public async Task<long[]> AccountsAsync(int count)
    {
        var ids = new List<long>(count);
        while (ids.Count < count)
        {
            var size = Math.Min(AccountsPerTransaction, count - ids.Count);
            ids.AddRange(await Store.WriteAsync(async db =>
            {
                var accounts = Enumerable.Range(0, size).Select(_ => $"{RandomToken.New()}@bench.local")
                    .Select(mail => new Account(mail, mail, "Bench", "en", DateTimeOffset.UnixEpoch)).ToList();
                db.Set<Account>().AddRange(accounts);
                await db.SaveChangesAsync();
                return accounts.Select(a => a.Id).ToList();
            }, default));
        }

        return [.. ids];
    }

    public Task<long> CouponAsync(int total, int limitPerPerson = 1) => Store.WriteAsync(async db =>
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var coupon = new Coupon
        {
            Name = new LocalizedText("Bench", "压测"),
            Audience = CouponAudience.Public,
            Terms = new CouponTerms(CouponKind.AmountOff, 1_000, 0, 5_000, 0),
            Total = total,
            LimitPerPerson = limitPerPerson,
            OpensAt = now.AddHours(-1),
            ClosesAt = now.AddDays(1),
            ValidDays = 7,
            State = CouponState.Published,
            CreatedAt = now,
        };
        db.Set<Coupon>().Add(coupon);
        await db.SaveChangesAsync();
        return coupon.Id;
    }, default);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
