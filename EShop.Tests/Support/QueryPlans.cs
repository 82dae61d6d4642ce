using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EShop.Tests.Support;

/// <summary>Asks the store how it would run each query. PostgreSQL is kept from reading small tables whole, as it would
/// not do with large ones.</summary>
internal sealed class QueryPlans : DbCommandInterceptor
{
    private readonly ConcurrentQueue<string> _plans = new();

    public string All => string.Join('\n', _plans);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (!command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)) return result;
        var isPostgres = command.Connection is Npgsql.NpgsqlConnection;
        if (isPostgres) await RunAsync(command, "set enable_seqscan = off", cancellationToken);
        var explain = isPostgres ? "explain " : "explain query plan ";
        await RunAsync(command, explain + command.CommandText, cancellationToken);
        if (isPostgres) await RunAsync(command, "set enable_seqscan = on", cancellationToken);
        return result;
    }

    private async Task RunAsync(DbCommand like, string sql, CancellationToken ct)
    {
        await using var command = like.Connection!.CreateCommand();
        command.Transaction = like.Transaction;
        command.CommandText = sql;
        if (sql.StartsWith("explain", StringComparison.Ordinal))
            foreach (DbParameter parameter in like.Parameters)
            {
                var same = command.CreateParameter();
                (same.ParameterName, same.Value) = (parameter.ParameterName, parameter.Value);
                command.Parameters.Add(same);
            }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) _plans.Enqueue($"{reader.GetValue(reader.FieldCount - 1)}");
    }
}
