using System.Globalization;
using System.Text;

namespace EShop.Core.Catalog;

/// <summary>Brings texts into the one form in which search compares them, so that case, width and accents do not
/// matter: <c>ＡＢＣ</c>, <c>Abc</c> and <c>ábc</c> are the same.</summary>
internal static class SearchText
{
    public const int QueryMax = 64, WordsMax = 8;

    /// <summary>Compatibility forms (full width), lower case, no combining marks, blanks and signs as one
    /// blank.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Sound(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant()
            .Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue;
            if (Rune.IsLetterOrDigit(rune)) folded.Append(rune.ToString());
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The words of what a visitor typed, folded and without repeats; empty for nothing to look for.</summary>
    public static IReadOnlyList<string> Words(string? query) =>
        [.. Fold(Cut(query ?? "")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(WordsMax)];

    /// <summary>A LIKE pattern that finds the word anywhere; its signs mean themselves (escape: backslash).</summary>
    public static string Anywhere(string word) => $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    /// <summary>At most <see cref="QueryMax"/> characters of what was typed, without what no text holds.</summary>
    public static string Cut(string query)
    {
        var sound = string.Concat(query.Where(c => !char.IsControl(c))).Trim();
        if (sound.Length <= QueryMax) return sound;
        var end = char.IsHighSurrogate(sound[QueryMax - 1]) ? QueryMax - 1 : QueryMax;
        return sound[..end];
    }

    // Half a surrogate pair cannot be normalised; as runes it becomes the replacement character.
    private static string Sound(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes()) : text;
}
