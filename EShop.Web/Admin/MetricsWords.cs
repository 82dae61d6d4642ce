namespace EShop.Web.Admin;

/// <summary>Names the resource files of the page of figures.</summary>
public sealed class MetricsWords;
