using System.Globalization;

namespace EShop.Web.Carts;

internal static class FormNumber
{
    /// <summary>A whole number in plain digits; 0, which no use case takes, for anything else.</summary>
    public static int Quantity(string? text) =>
        text is { Length: <= 6 } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
