using System.Globalization;

namespace EShop.Core.Primitives;

/// <summary>Writes amounts as the reader's language writes them: ¥128.00 for a Chinese reader, CN¥128.00 for an English
/// one, to whom a bare ¥ would be yen.</summary>
public static class MoneyWords
{
    public static string Text(Money amount, string currency, CultureInfo culture)
    {
        var digits = currency is "JPY" or "KRW" or "VND" ? 0 : 2;
        var number = Math.Abs(amount.Minor / (decimal)Math.Pow(10, digits)).ToString("N" + digits, culture);
        var symbol = Symbol(currency, culture.TwoLetterISOLanguageName == "zh");
        return (amount.IsNegative ? "−" : "") + symbol + number;
    }

    private static string Symbol(string currency, bool chinese) => (currency, chinese) switch
    {
        ("CNY", true) => "¥",
        ("CNY", false) => "CN¥",
        ("JPY", true) => "JP¥",
        ("JPY", false) => "¥",
        ("USD", true) => "US$",
        ("USD", false) => "$",
        ("EUR", _) => "€",
        ("GBP", _) => "£",
        _ => currency + "\u00a0",
    };
}
