using System.Globalization;
using EShop.Core.Orders;

namespace EShop.Web.Admin;

/// <summary>Where an order goes, on one line.</summary>
internal static class AddressText
{
    public static string Of(OrderDetail order) => string.Join(
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? " " : ", ",
        new[] { order.Region, order.AddressLine, order.PostalCode }.Where(part => part.Length > 0));
}
