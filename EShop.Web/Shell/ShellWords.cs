namespace EShop.Web.Shell;

/// <summary>Names the resource files of layouts, menus and error pages.</summary>
public sealed class ShellWords;
