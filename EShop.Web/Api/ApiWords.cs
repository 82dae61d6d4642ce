namespace EShop.Web.Api;

/// <summary>Names the resource files of the API: what refusals say.</summary>
public sealed class ApiWords;
