using System.Diagnostics;
using System.Text.Json;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Books;

public enum CheckBooksStatus
{
    /// <summary>At least one line does not hold.</summary>
    Broken = 1,

    Clean,
}

/// <param name="IsSaved">Whether the check becomes part of the history.</param>
public sealed record CheckBooksRequest(bool IsSaved);

/// <summary>One equation and what became of it.</summary>
/// <param name="OffenderCount">For how many keys it does not hold.</param>
/// <param name="Offenders">The first ten of them, by name.</param>
public sealed record BookLine(
    string Name, InvariantKind Kind, long RowsChecked, long OffenderCount, IReadOnlyList<string> Offenders,
    TimeSpan Took)
{
    public bool IsOk => OffenderCount == 0;
}

public sealed record CheckBooksResult(
    CheckBooksStatus Status, DateTimeOffset At, TimeSpan Took, IReadOnlyList<BookLine> Lines);

/// <summary>Checks every line of the books as of one moment (S20), while the shop goes on.</summary>
public sealed partial class CheckBooks(
    ShopStore store, IOptions<BooksOptions> options, TimeProvider clock, BooksMetrics metrics, ILogger<CheckBooks> log)
{
    private const int HistoryMax = 1000;

    public async Task<CheckBooksResult> ExecuteAsync(CheckBooksRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        var lines = await store.ReadSnapshotAsync(db => ReadLinesAsync(db, now - options.Value.Grace, ct), ct);
        var status = lines.All(line => line.IsOk) ? CheckBooksStatus.Clean : CheckBooksStatus.Broken;
        var result = new CheckBooksResult(status, now, Stopwatch.GetElapsedTime(started), lines);
        metrics.Tell(result);
        Log(result);
        if (request.IsSaved) await store.WriteAsync(db => SaveAsync(db, result, ct), ct);
        return result;
    }

    private static async Task<IReadOnlyList<BookLine>> ReadLinesAsync(
        ShopDbContext db, DateTimeOffset settled, CancellationToken ct)
    {
        var lines = new List<BookLine>(Invariant.All.Count);
        foreach (var invariant in Invariant.All) lines.Add(await BookReader.ReadAsync(db, invariant, settled, ct));
        return lines;
    }

    private static async Task SaveAsync(ShopDbContext db, CheckBooksResult result, CancellationToken ct)
    {
        var checks = db.Set<BookCheck>();
        var oldest = await checks.OrderByDescending(c => c.Id).Skip(HistoryMax - 1).Select(c => c.Id)
            .FirstOrDefaultAsync(ct);
        await checks.Where(c => c.Id <= oldest).ExecuteDeleteAsync(ct);
        checks.Add(new BookCheck
        {
            At = result.At,
            IsClean = result.Status == CheckBooksStatus.Clean,
            TookMs = (long)result.Took.TotalMilliseconds,
            LinesJson = JsonSerializer.Serialize(result.Lines),
        });
    }

    private void Log(CheckBooksResult result)
    {
        LogChecked(result.Lines.Count, result.Status, (long)result.Took.TotalMilliseconds);
        foreach (var line in result.Lines.Where(line => !line.IsOk))
            LogBroken(line.Name, line.OffenderCount, string.Join(", ", line.Offenders));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Books: {Lines} lines, {Status}, {TookMs} ms")]
    private partial void LogChecked(int lines, CheckBooksStatus status, long tookMs);

    [LoggerMessage(Level = LogLevel.Error, Message = "Books: {Line} is broken for {Count}: {Offenders}")]
    private partial void LogBroken(string line, long count, string offenders);
}
