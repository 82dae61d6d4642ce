namespace EShop.Web.Admin;

/// <summary>Names the resource files of the management pages.</summary>
public sealed class AdminWords;
