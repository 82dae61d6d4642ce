using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Storage;

public enum MigrateStoreStatus
{
    /// <summary>Nothing was to be done.</summary>
    UpToDate = 1,

    /// <summary>The tables were made, or brought up to this version.</summary>
    Migrated,
}

/// <summary>Makes the database or brings it up to date; safe to run at every start and on several nodes at once (each
/// migration is one transaction under the store's migration lock).</summary>
public sealed class MigrateStore(ShopStore store, IOptions<ShopOptions> shop)
{
    public async Task<MigrateStoreStatus> ExecuteAsync(CancellationToken ct)
    {
        if (!store.IsPostgres) Directory.CreateDirectory(shop.Value.DataFolder);
        await using var db = store.NewContext();
        var pending = await db.Database.GetPendingMigrationsAsync(ct);
        if (!pending.Any()) return MigrateStoreStatus.UpToDate;
        await db.Database.MigrateAsync(ct);
        if (!store.IsPostgres) await db.Database.ExecuteSqlAsync($"pragma journal_mode=WAL", ct);
        return MigrateStoreStatus.Migrated;
    }
}
