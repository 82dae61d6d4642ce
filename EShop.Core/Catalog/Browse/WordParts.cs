namespace EShop.Core.Catalog.Browse;

/// <summary>A piece of what was typed, which a similar product has too.</summary>
/// <param name="SlipsMax">How many letters may differ.</param>
internal readonly record struct WordPart(string Text, double Weight, int SlipsMax);

/// <summary>Cuts words into what can be compared: a Latin word stays whole and may differ by a slip, Chinese becomes
/// pairs of characters and, with less weight, single ones.</summary>
internal static class WordParts
{
    private const int OneSlipFrom = 4, TwoSlipsFrom = 7, LengthMax = 40;

    public static IEnumerable<WordPart> Of(string word)
    {
        if (word.Length is 0 or > LengthMax) yield break;
        if (!word.Any(IsHan))
        {
            yield return new WordPart(word, 2, word.Length >= TwoSlipsFrom ? 2 : word.Length >= OneSlipFrom ? 1 : 0);
            yield break;
        }
        for (var i = 0; i < word.Length; i++)
        {
            yield return new WordPart(word[i..(i + 1)], 0.5, 0);
            if (i + 1 < word.Length) yield return new WordPart(word[i..(i + 2)], 1, 0);
        }
    }

    /// <summary>How many letters were left out, added, changed or swapped with a neighbour; more than
    /// <paramref name="max"/> is told as max + 1.</summary>
    public static int Slips(string typed, string word, int max)
    {
        if (Math.Abs(typed.Length - word.Length) > max || word.Length > LengthMax) return max + 1;
        Span<int> before = stackalloc int[LengthMax + 1], above = stackalloc int[LengthMax + 1];
        Span<int> row = stackalloc int[LengthMax + 1];
        for (var j = 0; j <= word.Length; j++) above[j] = j;
        for (var i = 1; i <= typed.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= word.Length; j++)
            {
                var isSame = typed[i - 1] == word[j - 1];
                var slips = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (isSame ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
                    slips = Math.Min(slips, before[j - 2] + 1);
                row[j] = slips;
                least = Math.Min(least, slips);
            }
            if (least > max) return max + 1;
            above.CopyTo(before);
            row.CopyTo(above);
        }
        return above[word.Length];
    }

    private static bool IsHan(char c) => c is >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';
}
