using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace EShop.Bench;

/// <summary>What the machine could do at best: the same rows by prepared inserts, 500 a transaction, one connection, no
/// lock, no EF.</summary>
internal static class Ceiling
{
    private const int PerTransaction = 500;

    private const string Insert = """
        insert into coupon_claims (coupon_id, account_id, nth, request_key, state, order_number, claimed_at, expires_at,
            terms_kind, terms_amount_minor, terms_percent, terms_minimum_minor, terms_ceiling_minor)
        values (@coupon, @account, 1, @key, 'Unused', null, 1, 2, 'AmountOff', 1000, 0, 5000, 0)
        """;

    public static async Task<double> ClaimsPerSecondAsync(BenchShop shop, long[] accounts)
    {
        var couponId = await shop.CouponAsync(accounts.Length);
        await using var db = shop.Store.NewContext();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var watch = Stopwatch.StartNew();
        foreach (var batch in accounts.Chunk(PerTransaction)) await InsertAsync(connection, couponId, batch);
        return accounts.Length / watch.Elapsed.TotalSeconds;
    }

    private static async Task InsertAsync(DbConnection connection, long couponId, long[] accounts)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Insert;
        var (coupon, account, key) = (Add(command, "coupon"), Add(command, "account"), Add(command, "key"));
        coupon.Value = couponId;
        account.Value = 0L;
        key.Value = Guid.Empty;
        await command.PrepareAsync();
        foreach (var id in accounts)
        {
            account.Value = id;
            key.Value = Guid.NewGuid();
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static DbParameter Add(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}
