using System.Text;

namespace EShop.Core.Accounts;

/// <summary>Short text that is copied by hand or from a mail: spaces are forgiven, and so are the wide digits and
/// letters that a Chinese or Japanese keyboard writes.</summary>
internal static class TypedText
{
    private const int LengthMax = 20;

    public static string Plain(string typed)
    {
        var text = typed.Trim();
        return text.Length > LengthMax || text.Any(char.IsSurrogate)
            ? ""
            : text.Normalize(NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal);
    }

    public static bool TryDigits(string typed, int length, out string digits)
    {
        digits = Plain(typed);
        return digits.Length == length && digits.All(char.IsAsciiDigit);
    }
}
