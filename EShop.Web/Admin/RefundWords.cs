namespace EShop.Web.Admin;

/// <summary>Names the resource files of refunds, notes and packing slips.</summary>
public sealed class RefundWords;
