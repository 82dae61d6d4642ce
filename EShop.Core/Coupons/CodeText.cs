using System.Security.Cryptography;
using System.Text;

namespace EShop.Core.Coupons;

/// <summary>Reads codes as people type them and makes new ones that are easy to type.</summary>
internal static class CodeText
{
    public const int KeyMin = 4;

    /// <summary>Nothing that is taken for another: neither 0 and O, nor 1, I and L, nor U beside V.</summary>
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Fourteen of thirty: 68 bits, so that none of a hundred thousand is met by guessing.</summary>
    private const int NewLength = 14, GroupLength = 5;

    /// <summary>What stands for the code in the database: upper case, full width and spaces and hyphens taken out,
    /// look-alikes made one. Null: too short, too long, or with something that is in no code.</summary>
    public static string? KeyOf(string? typed)
    {
        if (typed is null || typed.Length > 4 * CouponCode.KeyMax) return null;
        var key = new StringBuilder();
        foreach (var c in typed.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(c) || c is '-' or '_' or '.' or '‐' or '–' or '—' or '−' or '\u200b') continue;
            if (!char.IsAsciiLetterOrDigit(c)) return null;
            key.Append(OneOfLookAlikes(char.ToUpperInvariant(c)));
        }

        return key.Length is >= KeyMin and <= CouponCode.KeyMax ? key.ToString() : null;
    }

    /// <summary>A new code as it is printed: <c>7K3QM-XW9RT-4HBC</c>.</summary>
    public static string New()
    {
        var letters = RandomNumberGenerator.GetString(Alphabet, NewLength);
        return string.Join('-', letters.Chunk(GroupLength).Select(group => new string(group)));
    }

    private static char OneOfLookAlikes(char c) => c switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        'U' => 'V',
        _ => c,
    };
}
