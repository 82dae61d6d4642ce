namespace EShop.Web.Api;

/// <summary>The moments of the document's examples.</summary>
internal static class Moments
{
    public static readonly DateTimeOffset Opens = new(2026, 7, 1, 2, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Closes = new(2026, 7, 15, 16, 0, 0, TimeSpan.Zero);
}
