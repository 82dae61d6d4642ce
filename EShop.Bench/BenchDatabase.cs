using EShop.Core.Primitives;
using Npgsql;

namespace EShop.Bench;

/// <summary>A PostgreSQL database of one run, so that no shop's rows are touched; none for SQLite, which lies in the
/// run's own folder.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string? _server;
    private readonly string _name = $"eshop_bench_{RandomToken.New().ToLowerInvariant()[..12]}";

    private BenchDatabase(string? server) => _server = server;

    public string? Connection => _server is null ? null
        : new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ToString();

    public static async Task<BenchDatabase> CreateAsync(string? server)
    {
        var database = new BenchDatabase(server);
        await database.RunAsync($"create database {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync($"drop database {_name} with (force)");
    }

    private async Task RunAsync(string sql)
    {
        if (_server is null) return;
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
