using System.Text;

namespace EShop.Core.Catalog.Import;

/// <summary>One line as it stands in the file.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="IsCut">It was longer than <see cref="CsvLines.LengthMax"/>; the rest of it was skipped.</param>
internal sealed record CsvLine(int Number, string Text, bool IsCut);

/// <summary>Reads lines of bounded length and takes them back, so that a record that turned out broken can be left
/// after its first line.</summary>
internal sealed class CsvLines(TextReader reader)
{
    public const int LengthMax = 512 * 1024;

    private readonly Stack<CsvLine> _takenBack = new();
    private readonly char[] _buffer = new char[16 * 1024];
    private int _at, _end, _number;

    public async ValueTask<CsvLine?> ReadAsync(CancellationToken ct)
    {
        if (_takenBack.TryPop(out var again)) return again;
        var text = new StringBuilder();
        var (sawAny, isCut) = (false, false);
        while (_at < _end || await FillAsync(ct))
        {
            sawAny = true;
            var rest = _buffer.AsSpan(_at, _end - _at);
            var length = rest.IndexOf('\n');
            var part = length < 0 ? rest : rest[..length];
            var room = LengthMax - text.Length;
            text.Append(part[..Math.Min(part.Length, room)]);
            isCut |= part.Length > room;
            _at += length < 0 ? part.Length : length + 1;
            if (length >= 0) break;
        }
        if (!sawAny) return null;
        if (text.Length > 0 && text[^1] == '\r') text.Length--;
        return new CsvLine(++_number, text.ToString(), isCut);
    }

    /// <summary>Gives lines back; they are read again in the order given.</summary>
    public void TakeBack(IReadOnlyList<CsvLine> lines)
    {
        for (var i = lines.Count - 1; i >= 0; i--) _takenBack.Push(lines[i]);
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        _at = 0;
        _end = await reader.ReadAsync(_buffer, ct);
        return _end > 0;
    }
}
