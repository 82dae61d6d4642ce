using System.Globalization;

namespace EShop.Web.Accounts;

/// <summary>The default picture: one sign of a Chinese name, else the first letters of two words.</summary>
internal static class Initials
{
    private const int Tints = 8;

    public static string Of(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return "";
        var first = StringInfo.GetNextTextElement(words[0]).ToUpperInvariant();
        return words.Length == 1 || first[0] > 0x2E80
            ? first
            : first + StringInfo.GetNextTextElement(words[^1]).ToUpperInvariant();
    }

    /// <summary>The same name has the same tint on every node and after every start.</summary>
    public static int TintOf(string name)
    {
        var sum = 0;
        foreach (var c in name)
            sum = (sum * 31 + c) % 10_007;
        return sum % Tints;
    }
}
