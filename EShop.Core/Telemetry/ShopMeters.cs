namespace EShop.Core.Telemetry;

/// <summary>Names of the shop's meters. Each feature has one; instruments are named <c>eshop.…</c> with units as in the
/// semantic conventions of OpenTelemetry (<c>s</c>, <c>{claim}</c>).</summary>
public static class ShopMeters
{
    /// <summary>All of them, as a pattern for an exporter.</summary>
    public const string All = Prefix + "*";

    internal const string Prefix = "EShop.";

    internal static string Of(string feature) => Prefix + feature;
}
