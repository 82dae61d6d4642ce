using System.Text;

namespace EShop.Core.Catalog.Import;

/// <summary>The file, open for as long as the import runs: first looked through, then read again to be taken
/// in.</summary>
internal sealed class ImportFile(Stream stream)
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>The first line that is not UTF-8, or null when all of it is.</summary>
    public async Task<int?> FirstLineNotUtf8Async(CancellationToken ct)
    {
        stream.Position = 0;
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (bytes, line) = (new byte[64 * 1024], 1);
        while (true)
        {
            var count = await stream.ReadAsync(bytes, ct);
            try
            {
                _ = decoder.GetCharCount(bytes, 0, count, flush: count == 0);
                // Only this moves the decoder on, over a character that two blocks share.
                decoder.Convert(bytes, 0, count, new char[count + 4], 0, count + 4, count == 0, out _, out _, out _);
            }
            catch (DecoderFallbackException error)
            {
                return line + bytes.AsSpan(0, Math.Clamp(error.Index, 0, count)).Count((byte)'\n');
            }
            if (count == 0) return null;
            line += bytes.AsSpan(0, count).Count((byte)'\n');
        }
    }

    /// <summary>Begins at the first row again, which is the header.</summary>
    public async Task<IAsyncEnumerator<CsvRow>> RowsAsync(CancellationToken ct)
    {
        stream.Position = 0;
        var start = new byte[Mark.Length];
        var count = await stream.ReadAtLeastAsync(start, Mark.Length, throwOnEndOfStream: false, ct);
        stream.Position = count == Mark.Length && start.AsSpan().SequenceEqual(Mark) ? Mark.Length : 0;
        var reader = new StreamReader(stream, new UTF8Encoding(false), false, 64 * 1024, leaveOpen: true);
        return new CsvRows(reader).ReadAsync(ct).GetAsyncEnumerator(ct);
    }
}

internal static class AsyncRows
{
    /// <summary>What an enumerator has left.</summary>
    public static async IAsyncEnumerable<T> RestAsync<T>(this IAsyncEnumerator<T> rows)
    {
        while (await rows.MoveNextAsync()) yield return rows.Current;
    }
}
