namespace EShop.Web.Admin;

/// <summary>Names the resource files of the timed jobs.</summary>
public sealed class JobWords;
