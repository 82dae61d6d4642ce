using System.Text.Json;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Books;

/// <param name="CountMax">How many of the latest checks, at most 100.</param>
public sealed record ReadBookHistoryRequest(int CountMax);

public sealed record BookHistoryRow(DateTimeOffset At, bool IsClean, TimeSpan Took, IReadOnlyList<string> BrokenLines);

/// <param name="Last">The lines of the latest check; empty: there was none yet.</param>
public sealed record ReadBookHistoryResult(IReadOnlyList<BookHistoryRow> Checks, IReadOnlyList<BookLine> Last);

/// <summary>The latest checks of the books, newest first.</summary>
public sealed class ReadBookHistory(ShopStore store)
{
    private const int CountMax = 100;

    public async Task<ReadBookHistoryResult> ExecuteAsync(ReadBookHistoryRequest request, CancellationToken ct)
    {
        var rows = await store.ReadAsync(
            db => db.Set<BookCheck>().OrderByDescending(c => c.Id)
                .Take(Math.Clamp(request.CountMax, 1, CountMax)).ToListAsync(ct), ct);
        var checks = rows.Select(row => (Row: row, Lines: LinesOf(row))).ToList();
        return new ReadBookHistoryResult(
            [.. checks.Select(check => ToHistory(check.Row, check.Lines))],
            checks.Count == 0 ? [] : checks[0].Lines);
    }

    private static List<BookLine> LinesOf(BookCheck check) =>
        JsonSerializer.Deserialize<List<BookLine>>(check.LinesJson) ?? [];

    private static BookHistoryRow ToHistory(BookCheck check, List<BookLine> lines) => new(
        check.At, check.IsClean, TimeSpan.FromMilliseconds(check.TookMs),
        [.. lines.Where(line => !line.IsOk).Select(line => line.Name)]);
}
