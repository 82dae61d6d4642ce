using System.Globalization;

namespace EShop.Core.Primitives;

/// <summary>A text in the shop's two languages, of which one may be missing.</summary>
public readonly record struct LocalizedText(string En, string Zh)
{
    /// <summary>The text for <paramref name="culture"/>, or the other language when it is blank; never null.</summary>
    public string For(CultureInfo culture)
    {
        var chinese = culture.TwoLetterISOLanguageName == "zh";
        var (wanted, other) = chinese ? (Zh, En) : (En, Zh);
        return string.IsNullOrWhiteSpace(wanted) ? other ?? "" : wanted;
    }

    public static LocalizedText Empty { get; } = new("", "");

    public bool IsEmpty => string.IsNullOrWhiteSpace(En) && string.IsNullOrWhiteSpace(Zh);
}
