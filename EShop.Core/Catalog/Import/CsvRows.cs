using System.Runtime.CompilerServices;
using CsvHelper;

namespace EShop.Core.Catalog.Import;

/// <summary>A row of the file, or what is wrong with it.</summary>
/// <param name="Line">The line on which the row begins.</param>
/// <param name="Cells">As far as they could be read where <paramref name="Fault"/> is set.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells, string? Fault);

/// <summary>
/// Cuts a file into rows that know their line, strictly (RFC 4180). A quote that is left open spoils the line on which
/// it opens and no other: reading goes on with the line after it.
/// </summary>
internal sealed class CsvRows(TextReader reader)
{
    public const int CellMax = 64 * 1024;
    private const string BrokenQuote = "a quotation mark is left open, or stands where none may stand";

    private readonly CsvLines _lines = new(reader);

    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        DetectSeparatorHint = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        BufferSize = 4096,
    };

    public async IAsyncEnumerable<CsvRow> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await _lines.ReadAsync(ct) is { } first)
        {
            if (first.Text.Length == 0) continue;
            yield return await ReadRowAsync(first, ct);
        }
    }

    private async Task<CsvRow> ReadRowAsync(CsvLine first, CancellationToken ct)
    {
        if (first.IsCut) return Broken(first, TooLarge);
        var (lines, length, quotes) = (new List<CsvLine> { first }, first.Text.Length, Quotes(first.Text));
        while (quotes % 2 != 0)
        {
            var next = length > CsvLines.LengthMax ? null : await _lines.ReadAsync(ct);
            if (next is null) return LeaveAfterFirst(lines, BrokenQuote);
            lines.Add(next);
            if (next.IsCut) return LeaveAfterFirst(lines, TooLarge);
            length += next.Text.Length + 1;
            quotes += Quotes(next.Text);
        }
        var cells = Cells(lines);
        if (cells is null) return LeaveAfterFirst(lines, BrokenQuote);
        return new CsvRow(first.Number, cells, cells.Any(c => c.Length > CellMax) ? TooLarge : null);
    }

    private static string TooLarge => $"a cell holds more than {CellMax / 1024} KB";

    private static List<string>? Cells(List<CsvLine> lines)
    {
        var text = lines.Count == 1 ? lines[0].Text : string.Join('\n', lines.Select(l => l.Text));
        try
        {
            using var record = CsvReader.FromText(text, Strict);
            if (!record.Read()) return [];
            var cells = new List<string>(record.FieldCount);
            for (var i = 0; i < record.FieldCount; i++) cells.Add(record.GetString(i));
            // What is left after the record would be a second one: a line break that is not quoted.
            return record.Read() ? null : cells;
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    private CsvRow LeaveAfterFirst(List<CsvLine> lines, string fault)
    {
        _lines.TakeBack(lines[1..]);
        return Broken(lines[0], fault);
    }

    // The first cell is most often the handle, and enough to know whose row this was.
    private static CsvRow Broken(CsvLine line, string fault)
    {
        var end = line.Text.AsSpan(0, Math.Min(line.Text.Length, 1000)).IndexOf(',');
        return new CsvRow(line.Number, end < 0 ? [] : [line.Text[..end].Trim('"')], fault);
    }

    private static int Quotes(string text) => text.AsSpan().Count('"');
}
