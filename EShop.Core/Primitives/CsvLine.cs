namespace EShop.Core.Primitives;

/// <summary>Writes a line of a CSV file as spreadsheets read it (RFC 4180), with cells that would run as formulas
/// defused by an apostrophe before them.</summary>
public static class CsvLine
{
    /// <summary>Tells a spreadsheet that the file is UTF-8; to be written before the first line.</summary>
    public const string Mark = "\uFEFF";

    /// <summary>The line with its end.</summary>
    public static string Of(params ReadOnlySpan<string?> cells)
    {
        var written = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++) written[i] = Cell(cells[i] ?? "");
        return string.Join(',', written) + "\r\n";
    }

    private static string Cell(string text)
    {
        if (IsFormula(text)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A spreadsheet looks past spaces, and past the full width of a sign.</summary>
    private static bool IsFormula(string text) => text.AsSpan().TrimStart() is [var first, ..]
        && first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '\t' or '\r';
}
