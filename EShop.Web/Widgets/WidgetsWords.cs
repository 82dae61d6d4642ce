namespace EShop.Web.Widgets;

/// <summary>Names the resource files of the widgets.</summary>
public sealed class WidgetsWords;
