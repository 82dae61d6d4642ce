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
        await db.Database.MigrateAsync(ct);
        if (!store.IsPostgres) await db.Database.ExecuteSqlAsync($"pragma journal_mode=WAL", ct);
        return MigrateStoreStatus.Migrated;
    }

    /// <summary>Waits for the lock. False: the database is not there yet, and EF makes it.</summary>
    private static async Task<bool> TryLockAsync(ShopDbContext db, CancellationToken ct)
    {
        if (!await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(ct)) return false;
        await db.Database.OpenConnectionAsync(ct);
        db.Database.SetCommandTimeout(LockWait);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_lock({LockNumber})", ct);
        return true;
    }
}
