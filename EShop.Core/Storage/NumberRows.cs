using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EShop.Core.Storage;

/// <summary>Rows of whole numbers as a table that a statement reads: so many rows are changed by one statement.
/// </summary>
/// <param name="Sql">What stands after <c>from</c> or <c>join</c>: the table and its name, <c>d</c>.</param>
internal sealed record NumberRows(string Sql, IReadOnlyList<DbParameter> Parameters)
{
    /// <param name="columns">Their names, in the order of the numbers of a row.</param>
    public static NumberRows Of(ShopDbContext db, string[] columns, IReadOnlyList<long[]> rows)
    {
        if (db is not PostgresShopDbContext)
        {
            var names = columns.Select((column, i) => $"value ->> {i} as {column}");
            return new($"(select {string.Join(", ", names)} from json_each(@rows)) as d",
                [new SqliteParameter("@rows", JsonSerializer.Serialize(rows))]);
        }

        var arrays = columns.Select(column => $"@{column}");
        return new($"unnest({string.Join(", ", arrays)}) as d({string.Join(", ", columns)})",
            [.. columns.Select((column, i) => new NpgsqlParameter($"@{column}", rows.Select(r => r[i]).ToArray()))]);
    }
}
