using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace EShop.Core.Storage;

/// <summary>Read transactions that see one moment: deferred in SQLite (WAL readers block nobody), repeatable read and
/// read only in PostgreSQL.</summary>
internal static class Snapshots
{
    public static async Task<IDbContextTransaction> BeginAsync(ShopDbContext db, CancellationToken ct)
    {
        if (db is PostgresShopDbContext)
        {
            var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            await db.Database.ExecuteSqlAsync($"set transaction read only", ct);
            return transaction;
        }

        await db.Database.OpenConnectionAsync(ct);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var deferred = connection.BeginTransaction(deferred: true);
        return (await db.Database.UseTransactionAsync(deferred, ct))!;
    }
}
