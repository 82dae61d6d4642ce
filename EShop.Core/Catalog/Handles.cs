using System.Security.Cryptography;
using System.Text;

namespace EShop.Core.Catalog;

/// <summary>Makes the last part of an address, and SKU codes, out of names.</summary>
internal static class Handles
{
    private const int HashLength = 8;

    /// <summary>Lower case letters and digits of any script, other signs as one hyphen; empty when nothing is left.
    /// </summary>
    public static string Of(string name, int max) => Shorten(SearchText.Fold(name).Replace(' ', '-'), max);

    /// <summary>Whether it may stand in an address as it is: letters, digits, hyphens and underscores, lower
    /// case.</summary>
    public static bool IsOne(string handle) =>
        handle.Length is > 0 and <= Product.HandleMax
        && handle.All(c => char.IsLetterOrDigit(c) || c is '-' or '_')
        && !handle.Any(char.IsUpper);

    /// <summary>The code of a SKU whose maker gave it none; the same for the same product and values, always.</summary>
    public static string CodeOf(string handle, IEnumerable<string> values) =>
        Shorten(string.Join('-', values.Where(v => v.Length > 0)
            .Select(v => Of(v, Sku.ValueMax)).Prepend(handle)).ToUpperInvariant(), Sku.CodeMax);

    // Too long ones keep their beginning and end in a hash of the whole, so that two stay two.
    private static string Shorten(string text, int max)
    {
        if (text.Length <= max) return text;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
        var end = max - HashLength - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        var cased = char.IsUpper(text, 0) ? hash : hash.ToLowerInvariant();
        return $"{text[..end].TrimEnd('-')}-{cased}";
    }
}
