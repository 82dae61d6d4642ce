using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Storage;

public enum ReadStoreStateStatus
{
    /// <summary>The database cannot be reached, or there is none yet.</summary>
    Away = 1,

    /// <summary>It is there, and this version's tables are not (all) in it.</summary>
    Outdated,

    Ready,
}

/// <summary>Looks whether the shop's tables are there, and makes none.</summary>
public sealed class ReadStoreState(ShopStore store)
{
    public async Task<ReadStoreStateStatus> ExecuteAsync(CancellationToken ct)
    {
        await using var db = store.NewContext();
        try
        {
            if (!await db.Database.CanConnectAsync(ct)) return ReadStoreStateStatus.Away;
            var pending = await db.Database.GetPendingMigrationsAsync(ct);
            return pending.Any() ? ReadStoreStateStatus.Outdated : ReadStoreStateStatus.Ready;
        }
        catch (Exception error) when (error is DbException or TimeoutException)
        {
            return ReadStoreStateStatus.Away;
        }
    }
}
