using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace EShop.Core.Accounts;

/// <summary>
/// What others see of a shopper: letters and digits of any script, single spaces and a few signs of names. No invisible
/// signs, and nothing that looks like the shop speaking (abuse 9).
/// </summary>
public static class DisplayName
{
    public const int LengthMax = Account.DisplayNameMax;

    private const string Signs = " _-.'’·";

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "admin", "administrator", "root", "system", "support", "staff", "moderator", "eshop", "official",
        "管理员", "系统", "客服", "官方", "店主",
    };

    /// <summary>Gives the name in its stored form: trimmed, form C, single spaces.</summary>
    public static bool TryClean(string? typed, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (typed is null || typed.Length > LengthMax * 4 || typed.EnumerateRunes().Any(r => r == Rune.ReplacementChar))
            return false;
        var clean = string.Join(' ', typed.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Normalize(NormalizationForm.FormC);
        if (clean.Length is 0 or > LengthMax || Reserved.Contains(clean) || !clean.EnumerateRunes().All(IsAllowed))
            return false;
        if (!clean.EnumerateRunes().Any(Rune.IsLetterOrDigit))
            return false;
        name = clean;
        return true;
    }

    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        || (rune.IsBmp && Signs.Contains((char)rune.Value, StringComparison.Ordinal));
}
