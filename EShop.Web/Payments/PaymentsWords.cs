namespace EShop.Web.Payments;

/// <summary>Names the resource files of payment.</summary>
public sealed class PaymentsWords;
