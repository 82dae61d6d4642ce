using System.Globalization;
using EShop.Core.Primitives;

namespace EShop.Web.Widgets;

/// <summary>
/// Writes amounts of the shop's currency (setting Shop:Currency, three letters, default CNY) as the reader's language
/// writes them: ¥128.00 for a Chinese reader, CN¥128.00 for an English one, to whom a bare ¥ would be yen.
/// </summary>
public sealed class MoneyFormat(IConfiguration configuration)
{
    public string Currency { get; } = configuration["Shop:Currency"] is { Length: 3 } currency ? currency : "CNY";

    public string Text(Money amount) => Text(amount, CultureInfo.CurrentUICulture);

    public string Text(Money amount, CultureInfo culture)
    {
        var digits = Currency is "JPY" or "KRW" or "VND" ? 0 : 2;
        var number = Math.Abs(amount.Minor / (decimal)Math.Pow(10, digits)).ToString("N" + digits, culture);
        return (amount.IsNegative ? "−" : "") + Symbol(culture.TwoLetterISOLanguageName == "zh") + number;
    }

    /// <summary>A round amount without its decimals, for headlines: ¥20.</summary>
    public string Headline(Money amount)
    {
        var text = Text(amount, CultureInfo.CurrentUICulture);
        return amount.Minor % 100 == 0 && text.EndsWith(".00", StringComparison.Ordinal) ? text[..^3] : text;
    }

    private string Symbol(bool chinese) => (Currency, chinese) switch
    {
        ("CNY", true) => "¥",
        ("CNY", false) => "CN¥",
        ("JPY", true) => "JP¥",
        ("JPY", false) => "¥",
        ("USD", true) => "US$",
        ("USD", false) => "$",
        ("EUR", _) => "€",
        ("GBP", _) => "£",
        _ => Currency + "\u00a0",
    };
}
