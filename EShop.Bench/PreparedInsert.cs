using System.Data.Common;
using System.Globalization;
using EShop.Core.Storage;

namespace EShop.Bench;

/// <summary>The fastest insert of one row at a time: prepared once; what is the same in all rows is written into the
/// statement, the values of the others are worked out beforehand.</summary>
internal sealed class PreparedInsert<T> : IAsyncDisposable where T : class
{
    private readonly DbCommand _command;
    private readonly object[][] _values;

    public PreparedInsert(DbConnection connection, TableColumns table, IReadOnlyList<T> rows)
    {
        var values = table.Columns.Select(c => rows.Select(row => c.Read(row) ?? DBNull.Value).ToArray()).ToArray();
        var varying = Enumerable.Range(0, values.Length).Where(i => values[i].Distinct().Count() > 1).ToArray();
        _values = [.. rows.Select((_, row) => varying.Select(i => values[i][row]).ToArray())];
        _command = connection.CreateCommand();
        foreach (var i in varying)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = table.Columns[i].Name;
            parameter.Value = values[i][0];
            _command.Parameters.Add(parameter);
        }

        var sources = values.Select((its, i) => varying.Contains(i) ? "@" + table.Columns[i].Name : LiteralOf(its[0]));
        var returning = table.KeyColumn is { } key ? $" returning {key}" : "";
        _command.CommandText = $"insert into {table.Table} ({string.Join(", ", table.Columns.Select(c => c.Name))})"
            + $" values ({string.Join(", ", sources)}){returning}";
    }

    public async Task BeginAsync(DbTransaction transaction)
    {
        _command.Transaction = transaction;
        await _command.PrepareAsync();
    }

    /// <summary>Inserts row number <paramref name="row"/>; its key, where the store counts it up.</summary>
    public async Task<long> RunAsync(int row, params (string Column, object Value)[] known)
    {
        for (var i = 0; i < _values[row].Length; i++) _command.Parameters[i].Value = _values[row][i];
        foreach (var (column, value) in known) _command.Parameters[column].Value = value;
        return await _command.ExecuteScalarAsync() is long key ? key : 0;
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private static string LiteralOf(object value) => value switch
    {
        DBNull => "null",
        string text => $"'{text}'",
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
