using System.Data.Common;
using System.Diagnostics;
using EShop.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace EShop.Core.Books;

/// <summary>Runs the statements of one invariant inside the caller's snapshot. They are constants of this folder; the
/// one value that varies is a parameter.</summary>
internal static class BookReader
{
    public const int OffendersMax = 10;
    private static readonly TimeSpan StatementTime = TimeSpan.FromMinutes(10);

    public static async Task<BookLine> ReadAsync(
        ShopDbContext db, Invariant invariant, DateTimeOffset settled, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        await using var stopped = ct.Register(Interrupt, db.Database.GetDbConnection());
        try
        {
            var rows = await CountAsync(db, invariant, ct);
            var (count, offenders) = await FindAsync(db, invariant, settled, ct);
            var took = Stopwatch.GetElapsedTime(started);
            return new BookLine(invariant.Name, invariant.Kind, rows, count, offenders, took);
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The check was stopped.", error, ct);
        }
    }

    // PostgreSQL is told by its driver; that of SQLite runs a statement to its end whatever the token says.
    private static void Interrupt(object? connection)
    {
        if (connection is SqliteConnection { Handle: { } handle }) raw.sqlite3_interrupt(handle);
    }

    private static async Task<long> CountAsync(ShopDbContext db, Invariant invariant, CancellationToken ct)
    {
        await using var command = CommandOf(db, $"select count(*) from {invariant.Counted} as counted");
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<(long Count, IReadOnlyList<string> First)> FindAsync(
        ShopDbContext db, Invariant invariant, DateTimeOffset settled, CancellationToken ct)
    {
        await using var command = CommandOf(db, $"""
            select offender, count(*) over () from ({invariant.Offenders}) as offenders
            order by offender limit {OffendersMax}
            """);
        AddParameter(command, "@settled", settled.ToUnixTimeMilliseconds());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (count, first) = (0L, new List<string>());
        while (await reader.ReadAsync(ct))
        {
            first.Add(reader.GetString(0));
            count = reader.GetInt64(1);
        }
        return (count, first);
    }

    private static DbCommand CommandOf(ShopDbContext db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandTimeout = (int)StatementTime.TotalSeconds;
        command.CommandText = sql;
        return command;
    }

    private static void AddParameter(DbCommand command, string name, long value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
