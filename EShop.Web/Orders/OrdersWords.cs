namespace EShop.Web.Orders;

/// <summary>Names the resource files of checkout and orders.</summary>
public sealed class OrdersWords;
