using System.Globalization;
using EShop.Core.Orders;
using EShop.Core.Primitives;

namespace EShop.Web.Admin;

/// <summary>Where an order goes, on one line.</summary>
internal static class AddressText
{
    private static readonly LocalizedText Between = new(", ", " ");

    public static string Of(OrderDetail order) => string.Join(
        Between.For(CultureInfo.CurrentUICulture),
        new[] { order.Region, order.AddressLine, order.PostalCode }.Where(part => part.Length > 0));
}
