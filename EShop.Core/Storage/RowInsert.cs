using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace EShop.Core.Storage;

/// <summary>Writes many rows of one table by one statement, without change tracking: EF writes them a statement each.
/// What is equal in all rows travels once; the rest as one JSON text (SQLite) or one array a column (PostgreSQL). Kinds
/// of values are those that the shop's rows have: whole numbers, text, yes or no, and keys of 16 bytes.</summary>
internal static class RowInsert
{
    private static readonly ConditionalWeakTable<IEntityType, TableColumns> Known = [];

    /// <summary>Inserts all or, when a constraint says no, throws and inserts none; gives each row the key that the
    /// store counts up, if it does.</summary>
    public static async Task InsertAsync<T>(this ShopDbContext db, IReadOnlyList<T> rows, CancellationToken ct)
        where T : class
    {
        if (rows.Count == 0) return;
        var (table, sql, parameters) = StatementOf(db, rows);
        if (table.KeyColumn is null)
        {
            await db.Database.ExecuteSqlRawAsync(sql, parameters, ct);
            return;
        }

        var returning = $"{sql} returning {table.KeyColumn} as \"Value\"";
        var keys = await db.Database.SqlQueryRaw<long>(returning, [.. parameters]).ToListAsync(ct);
        GiveKeys(table, rows, keys);
    }

    /// <summary>Inserts those of the rows, which bring their keys, whose keys are not there yet.</summary>
    public static async Task InsertMissingAsync<T>(this ShopDbContext db, IReadOnlyList<T> rows, CancellationToken ct)
        where T : class
    {
        if (rows.Count == 0) return;
        var (_, sql, parameters) = StatementOf(db, rows);
        var missing = $"{sql} on conflict do nothing";
        await db.Database.ExecuteSqlRawAsync(missing, parameters, ct);
    }

    public static TableColumns ColumnsOf<T>(ShopDbContext db) =>
        Known.GetValue(db.Model.FindEntityType(typeof(T))!, TableColumns.Of);

    private static (TableColumns Table, string Sql, List<DbParameter> Parameters) StatementOf<T>(
        ShopDbContext db, IReadOnlyList<T> rows) where T : class
    {
        var table = ColumnsOf<T>(db);
        var values = table.Columns.Select(c => rows.Select(c.Read).ToArray()).ToArray();
        var varying = Enumerable.Range(0, values.Length).Where(i => Varies(values[i])).ToArray();
        var sources = new string[values.Length];
        var parameters = new List<DbParameter>();
        foreach (var i in Enumerable.Range(0, values.Length).Except(varying))
            sources[i] = Constant(db, values[i][0], parameters);
        // One row has nothing that varies, and needs no list to be read from.
        var from = rows.Count == 1 ? ""
            : db is PostgresShopDbContext ? Arrays(table, values, varying, sources, parameters)
            : Json(values, varying, sources, parameters);
        // Put together from names that the model has; every value is a parameter.
        var sql = $"""
            insert into {table.Table} ({string.Join(", ", table.Columns.Select(c => c.Name))})
            select {string.Join(", ", sources)}{from}
            """;
        return (table, sql, parameters);
    }

    // Keys count up in the order in which rows went in; the order in which a store names them is its own.
    private static void GiveKeys<T>(TableColumns table, IReadOnlyList<T> rows, List<long> keys) where T : class
    {
        if (keys.Count != rows.Count)
            throw new InvalidOperationException($"{rows.Count} rows of {table.Table} got {keys.Count} keys.");
        keys.Sort();
        for (var i = 0; i < rows.Count; i++) table.SetKey(rows[i], keys[i]);
    }

    private static bool Varies(object?[] values) =>
        Array.FindIndex(values, 1, value => !Equals(value, values[0])) > 0;

    private static string Constant(ShopDbContext db, object? value, List<DbParameter> parameters)
    {
        if (value is null) return "null";
        var name = $"@p{parameters.Count}";
        parameters.Add(db is PostgresShopDbContext
            ? new NpgsqlParameter(name, value) : new SqliteParameter(name, value));
        return name;
    }

    private static string Arrays(
        TableColumns table, object?[][] values, int[] varying, string[] sources, List<DbParameter> parameters)
    {
        var (arrays, names) = (new List<string>(), new List<string>());
        foreach (var i in varying)
        {
            sources[i] = $"r.c{i}";
            names.Add($"c{i}");
            arrays.Add($"@a{i}");
            parameters.Add(new NpgsqlParameter($"@a{i}", ArrayOf(table.Columns[i].StoreClass, values[i])));
        }

        return $" from unnest({string.Join(", ", arrays)}) with ordinality as r({string.Join(", ", names)}, nth)"
            + " order by r.nth";
    }

    private static Array ArrayOf(Type type, object?[] values)
    {
        var element = type.IsValueType && values.Contains(null) ? typeof(Nullable<>).MakeGenericType(type) : type;
        var array = Array.CreateInstance(element, values.Length);
        for (var i = 0; i < values.Length; i++) array.SetValue(values[i], i);
        return array;
    }

    private static string Json(object?[][] values, int[] varying, string[] sources, List<DbParameter> parameters)
    {
        for (var i = 0; i < varying.Length; i++) sources[varying[i]] = $"value ->> {i}";
        var rows = JsonOf(values[0].Length, row => varying.Select(i => values[i][row]));
        parameters.Add(new SqliteParameter("@rows", rows));
        // The condition tells SQLite that "on conflict" is none of a join.
        return " from json_each(@rows) where true";
    }

    /// <summary>A list of lists for <c>json_each</c>, with values written as the driver would bind them.</summary>
    public static string JsonOf(int count, Func<int, IEnumerable<object?>> rowAt)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            for (var row = 0; row < count; row++)
            {
                json.WriteStartArray();
                foreach (var value in rowAt(row)) Write(json, value);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case long number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case bool yes: json.WriteNumberValue(yes ? 1 : 0); break;
            case string words: json.WriteStringValue(words); break;
            // As the driver writes it where it binds one.
            case Guid key: json.WriteStringValue(key.ToString().ToUpperInvariant()); break;
            default: throw new InvalidOperationException($"A row with a {value.GetType()} cannot be inserted so.");
        }
    }
}
