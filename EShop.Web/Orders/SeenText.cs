using System.Globalization;
using EShop.Core.Orders;
using EShop.Core.Primitives;

namespace EShop.Web.Orders;

/// <summary>What a checkout page showed, as one hidden field carries it to the next post: discount, shipping, then each
/// line as <c>sku:quantity:price</c>. It is only ever compared.</summary>
internal static class SeenText
{
    private const int LinesMax = 100, LengthMax = 6_000;

    public static string Of(QuoteCheckoutResult quote) => string.Join(' ',
    [
        CheckoutForm.Write(quote.Total.Discount.Minor), CheckoutForm.Write(quote.Total.Shipping.Minor),
        .. quote.Lines.Select(line => string.Create(
            CultureInfo.InvariantCulture, $"{line.SkuId}:{line.Quantity}:{line.UnitPrice.Minor}")),
    ]);

    /// <summary>Null: nothing that a page of ours wrote.</summary>
    public static SeenCheckout? Read(string? text)
    {
        if (text is null or { Length: > LengthMax }) return null;
        var parts = text.Split(' ');
        if (parts.Length is < 2 or > LinesMax + 2) return null;
        if (NumbersOf(parts[0]) is not [var discount] || NumbersOf(parts[1]) is not [var shipping]) return null;
        var lines = new List<SeenLine>();
        foreach (var part in parts[2..])
        {
            if (NumbersOf(part) is not [var sku, var quantity, var price] || quantity > int.MaxValue) return null;
            lines.Add(new SeenLine(sku, (int)quantity, new Money(price)));
        }

        return new SeenCheckout(lines, new Money(discount), new Money(shipping));
    }

    private static long[]? NumbersOf(string text)
    {
        var parts = text.Split(':');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return numbers;
    }
}
