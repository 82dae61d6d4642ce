using System.ComponentModel;
using System.Globalization;
using EShop.Core.Primitives;
using EShop.Web.Widgets;

namespace EShop.Web.Api;

[Description("An amount of money.")]
public sealed record Amount(
    [property: Description("In minor units: 1999 is 19.99.")] long Minor,
    [property: Description("ISO 4217.")] string Currency,
    [property: Description("As the reader writes it.")] string Text)
{
    public static Amount Example { get; } = new(12_800, "CNY", "CN¥128.00");
}

internal static class Amounts
{
    public static Amount AmountOf(this MoneyFormat format, Money money) =>
        new(money.Minor, format.Currency, format.Text(money, CultureInfo.CurrentUICulture));
}
