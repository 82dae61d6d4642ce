using System.Globalization;

namespace EShop.Web.Catalog;

/// <summary>The addresses of the catalogue.</summary>
internal static class CatalogLinks
{
    public static string Category(string handle) => $"/c/{Uri.EscapeDataString(handle)}";

    public static string Product(string handle) => $"/p/{Uri.EscapeDataString(handle)}";

    public static string Sku(string handle, long skuId) =>
        $"{Product(handle)}?sku={skuId.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Null where there is no picture.</summary>
    public static string? Picture(string? key) => key is null ? null : $"/pictures/{key}";
}
