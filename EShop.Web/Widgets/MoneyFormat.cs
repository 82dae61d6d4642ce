using System.Globalization;
using EShop.Core.Primitives;

namespace EShop.Web.Widgets;

/// <summary>
/// Writes amounts of the shop's currency (setting Shop:Currency, three letters, default CNY) as the reader's language
/// writes them.
/// </summary>
public sealed class MoneyFormat(IConfiguration configuration)
{
    public string Currency { get; } = configuration["Shop:Currency"] is { Length: 3 } currency ? currency : "CNY";

    public string Text(Money amount) => Text(amount, CultureInfo.CurrentUICulture);

    public string Text(Money amount, CultureInfo culture) => MoneyWords.Text(amount, Currency, culture);

    /// <summary>A round amount without its decimals, for headlines: ¥20.</summary>
    public string Headline(Money amount)
    {
        var text = Text(amount, CultureInfo.CurrentUICulture);
        return amount.Minor % 100 == 0 && text.EndsWith(".00", StringComparison.Ordinal) ? text[..^3] : text;
    }
}
