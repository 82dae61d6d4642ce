namespace EShop.Web.Coupons;

/// <summary>Names the resource files of coupons.</summary>
public sealed class CouponsWords;
