using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using EShop.Core.Coupons;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>What the machine could do at best: the same rows by one prepared insert, 500 a transaction, one connection,
/// no lock, no EF; all that is the same in all rows is written into the statement.</summary>
internal static class Ceiling
{
    private const int PerTransaction = 500;

    public static async Task<double> ClaimsPerSecondAsync(BenchShop shop, long[] accounts)
    {
        var couponId = await shop.CouponAsync(accounts.Length);
        await using var db = shop.Store.NewContext();
        var coupon = await db.Set<Coupon>().SingleAsync(c => c.Id == couponId);
        var sample = ClaimLine.NewClaim(coupon, coupon.CreatedAt, (accounts[0], 1, Guid.Empty));
        var insert = InsertOf(RowInsert.ColumnsOf<CouponClaim>(db), sample);
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var watch = Stopwatch.StartNew();
        foreach (var batch in accounts.Chunk(PerTransaction)) await InsertAsync(connection, insert, batch);
        return accounts.Length / watch.Elapsed.TotalSeconds;
    }

    private static string InsertOf(TableColumns table, CouponClaim sample)
    {
        var values = table.Columns.Select(column => column.Name switch
        {
            "account_id" => "@account",
            "request_key" => "@key",
            _ => column.Read(sample) switch
            {
                null => "null",
                string text => $"'{text}'",
                bool yes => yes ? "true" : "false",
                var number => Convert.ToString(number, CultureInfo.InvariantCulture),
            },
        });
        return $"insert into {table.Table} ({string.Join(", ", table.Columns.Select(c => c.Name))})"
            + $" values ({string.Join(", ", values)})";
    }

    private static async Task InsertAsync(DbConnection connection, string insert, long[] accounts)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = insert;
        var (account, key) = (Add(command, "account", 0L), Add(command, "key", Guid.Empty));
        await command.PrepareAsync();
        foreach (var id in accounts)
        {
            account.Value = id;
            key.Value = Guid.NewGuid();
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static DbParameter Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
