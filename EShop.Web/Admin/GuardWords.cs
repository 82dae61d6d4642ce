namespace EShop.Web.Admin;

/// <summary>Names the resource files of the sign-up guard.</summary>
public sealed class GuardWords;
