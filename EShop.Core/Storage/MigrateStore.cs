using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace EShop.Core.Storage;

public enum MigrateStoreStatus
{
    /// <summary>Nothing was to be done.</summary>
    UpToDate = 1,

    /// <summary>The tables were made, or brought up to this version.</summary>
    Migrated,
}

/// <summary>Makes the database or brings it up to date; safe to run at every start and on several nodes at once. EF
/// locks each migration, but lets go between two of them in PostgreSQL, where another node then runs the second one as
/// well: so a lock of our own is around them all.</summary>
public sealed class MigrateStore(ShopStore store, IOptions<ShopOptions> shop)
{
    private const long LockNumber = 4_711_042_026;
    private static readonly TimeSpan LockWait = TimeSpan.FromMinutes(10);

    public async Task<MigrateStoreStatus> ExecuteAsync(CancellationToken ct)
    {
        if (!store.IsPostgres) Directory.CreateDirectory(shop.Value.DataFolder);
        await using var db = store.NewContext();
        if (store.IsPostgres) await TakeLockAsync(db, ct);
        var pending = await db.Database.GetPendingMigrationsAsync(ct);
        if (!pending.Any()) return MigrateStoreStatus.UpToDate;
        await db.Database.MigrateAsync(ct);
        if (!store.IsPostgres) await db.Database.ExecuteSqlAsync($"pragma journal_mode=WAL", ct);
        return MigrateStoreStatus.Migrated;
    }

    /// <summary>The lock is the connection's and goes with it. A database that is not there is made by EF.</summary>
    private static async Task TakeLockAsync(ShopDbContext db, CancellationToken ct)
    {
        if (!await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(ct)) return;
        await db.Database.OpenConnectionAsync(ct);
        db.Database.SetCommandTimeout(LockWait);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({LockNumber})", ct);
    }
}
