using EShop.Core.Primitives;
using EShop.Web.Shell;

namespace EShop.Web.Orders;

/// <summary>The addresses of checkout and orders.</summary>
public static class OrderPaths
{
    public const string Checkout = "/checkout";

    public static string Of(OrderNumber number) => $"{Paths.Orders}/{number}";

    public static string PayOf(OrderNumber number) => $"{Of(number)}/pay";

    public static string RefundOf(OrderNumber number) => $"{Of(number)}/refund";

    /// <summary>Where a page hears of changes of the order.</summary>
    public static string NewsOf(OrderNumber number) => $"{Of(number)}/news";

    /// <summary>The order's page while the news of a payment is awaited; it looks again until a bound is reached.
    /// </summary>
    public static string PayingOf(OrderNumber number, int look = 1) => $"{Of(number)}?paying={look}";
}
