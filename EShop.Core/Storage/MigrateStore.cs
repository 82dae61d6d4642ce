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
/// well: so a lock of our own is around them all. In SQLite its lock is a row, which a process that is killed leaves
/// for ever: there ours is a file, which the system lets go of, and whoever has it takes such a row away.</summary>
public sealed class MigrateStore(ShopStore store, IOptions<ShopOptions> shop)
{
    private const long LockNumber = 4_711_042_026;
    private static readonly TimeSpan LockWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public async Task<MigrateStoreStatus> ExecuteAsync(CancellationToken ct)
    {
        await using var file = store.IsPostgres ? null : await LockFileAsync(shop.Value.DataFolder, ct);
        await using var db = store.NewContext();
        var isLocked = store.IsPostgres && await TryLockAsync(db, ct);
        try
        {
            return await MigrateAsync(db, ct);
        }
        finally
        {
            // A pool resets a connection when it is used again, not when it comes back: so it is let go by hand.
            if (isLocked)
                await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({LockNumber})", CancellationToken.None);
        }
    }

    private async Task<MigrateStoreStatus> MigrateAsync(ShopDbContext db, CancellationToken ct)
    {
        var pending = await db.Database.GetPendingMigrationsAsync(ct);
        if (!pending.Any()) return MigrateStoreStatus.UpToDate;
        if (!store.IsPostgres) await db.Database.ExecuteSqlAsync($"drop table if exists \"__EFMigrationsLock\"", ct);
        await db.Database.MigrateAsync(ct);
        if (!store.IsPostgres) await db.Database.ExecuteSqlAsync($"pragma journal_mode=WAL", ct);
        return MigrateStoreStatus.Migrated;
    }

    private static async Task<FileStream> LockFileAsync(string folder, CancellationToken ct)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "migrate.lock");
        for (var waited = TimeSpan.Zero; ; waited += LookEvery)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && waited < LockWait)
            {
                await Task.Delay(LookEvery, ct);
            }
        }
    }

    /// <summary>Waits for the lock. False: the database is not there yet, and EF makes it.</summary>
    private static async Task<bool> TryLockAsync(ShopDbContext db, CancellationToken ct)
    {
        if (!await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(ct)) return false;
        await db.Database.OpenConnectionAsync(ct);
        db.Database.SetCommandTimeout(LockWait);
        // Another node may take as long; what shoppers may wait for a row is no measure here.
        await db.Database.ExecuteSqlAsync($"set lock_timeout = 0", ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({LockNumber})", ct);
        return true;
    }
}
