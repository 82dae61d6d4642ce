using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using EShop.Core.Catalog.Browse;

namespace EShop.Web.Catalog;

/// <summary>A product as structured data (schema.org, JSON-LD) and as one line of text.</summary>
internal static partial class ProductSchema
{
    private const int SummaryMax = 200;

    /// <summary>The script element. The serializer escapes what could end it, so texts cannot break out.</summary>
    public static string Script(ProductView product, string root, string currency)
    {
        var name = product.Name.For(CultureInfo.CurrentUICulture);
        var data = new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Product",
            ["name"] = name,
            ["description"] = Summary(product),
            ["image"] = product.PictureKeys.Select(key => root + CatalogLinks.Picture(key)).ToArray(),
            ["brand"] = product.Brand.Length == 0 ? null
                : new Dictionary<string, object> { ["@type"] = "Brand", ["name"] = product.Brand },
            ["offers"] = product.Skus.Select(sku => new Dictionary<string, object>
            {
                ["@type"] = "Offer",
                ["sku"] = sku.Code,
                ["url"] = root + CatalogLinks.Sku(product.Handle, sku.SkuId),
                ["price"] = (sku.Price.Minor / 100m).ToString("0.00", CultureInfo.InvariantCulture),
                ["priceCurrency"] = currency,
                ["availability"] = $"https://schema.org/{(sku.Available > 0 ? "InStock" : "OutOfStock")}",
            }).ToArray(),
        };
        foreach (var empty in data.Where(pair => pair.Value is null).ToList()) data.Remove(empty.Key);
        return $"<script type=\"application/ld+json\">{JsonSerializer.Serialize(data)}</script>";
    }

    /// <summary>The description without marks, cut to a line.</summary>
    public static string Summary(ProductView product)
    {
        var html = product.Description.For(CultureInfo.CurrentUICulture);
        var text = Blanks().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();
        return text.Length <= SummaryMax ? text : text[..(SummaryMax - 1)].TrimEnd() + "…";
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
