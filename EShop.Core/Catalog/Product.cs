using EShop.Core.Primitives;

namespace EShop.Core.Catalog;

public enum ProductState { Draft = 1, Published, Archived }

/// <summary>What the shop shows as one thing; what is bought is one of its SKUs.</summary>
internal sealed class Product
{
    public const int HandleMax = 120, NameMax = 200, DescriptionMax = 20_000,
        BrandMax = 80, TagsMax = 500, SearchMax = 4000;
    public const int OptionsMax = 3, SkusMax = 100;

    public long Id { get; private set; }

    /// <summary>The address of the page: lower case letters, digits and hyphens; unique.</summary>
    public required string Handle { get; init; }

    public required long CategoryId { get; set; }
    public required LocalizedText Name { get; set; }

    /// <summary>HTML that the sanitizer let through; safe to render.</summary>
    public required LocalizedText Description { get; set; }

    public string Brand { get; set; } = "";

    /// <summary>Lower-case tags, each between two commas (<c>,men,shirt,</c>), so that one is found by LIKE.</summary>
    public string Tags { get; set; } = "";

    public required ProductState State { get; set; }

    /// <summary>0 to 100; sorts "popular" until sales do.</summary>
    public int Popularity { get; set; }

    /// <summary>What search looks in: names, brand, tags, codes; folded by <c>SearchText.Fold</c>.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>The lowest price of its SKUs, kept here so that lists sort and filter without a join.</summary>
    public long PriceFromMinor { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Counts edits; an edit that read an older one is refused.</summary>
    public int Version { get; set; }

    public List<ProductOption> Options { get; } = [];
    public List<ProductPicture> Pictures { get; } = [];
    public List<Sku> Skus { get; } = [];

    /// <summary>Brings what is kept for lists and search in line with names, tags and SKUs; to be called after each
    /// change of those, with the SKUs loaded.</summary>
    public void Refresh()
    {
        var active = Skus.Where(s => s.IsActive).ToList();
        PriceFromMinor = active.Count == 0 ? 0 : active.Min(s => s.PriceMinor);
        var values = active.SelectMany(s => new[] { s.Value1, s.Value2, s.Value3 }).Distinct();
        SearchText = Catalog.SearchText.Fold(string.Join(' ',
            [Name.En, Name.Zh, Brand, Tags, .. active.Select(s => s.Code), .. values.Select(v => $"{v.En} {v.Zh}")]));
        if (SearchText.Length > SearchMax) SearchText = SearchText[..SearchMax];
    }
}

/// <summary>A way in which SKUs of a product differ: size, colour. Position 1 to 3.</summary>
internal sealed class ProductOption
{
    public long ProductId { get; private set; }
    public required int Position { get; init; }
    public required LocalizedText Name { get; set; }
}

internal sealed class ProductPicture
{
    public long Id { get; private set; }
    public long ProductId { get; private set; }
    public required int Position { get; set; }
    public required string ObjectKey { get; set; }
    public string Alt { get; set; } = "";
}

/// <summary>Stock keeping unit: the thing that has a price and a stock.</summary>
internal sealed class Sku
{
    public const int CodeMax = 64, ValueMax = 80, PersonMaxMax = 999, LowStockMax = 1_000_000;

    /// <summary>10,000,000.00: with 999 a line and 100 lines the total stays far inside 63 bits.</summary>
    public const long PriceMinorMax = 1_000_000_000;

    public long Id { get; private set; }
    public long ProductId { get; private set; }
    public required string Code { get; init; }
    public int Position { get; set; }
    public LocalizedText Value1 { get; set; } = LocalizedText.Empty;
    public LocalizedText Value2 { get; set; } = LocalizedText.Empty;
    public LocalizedText Value3 { get; set; } = LocalizedText.Empty;
    public required long PriceMinor { get; set; }
    public long? CompareAtMinor { get; set; }
    public int WeightGrams { get; set; }
    public string Barcode { get; set; } = "";

    /// <summary>How many one person may have in orders that are not closed; null: as many as there are.</summary>
    public int? PersonMax { get; set; }

    /// <summary>With this many or fewer free it is running low, and staff is told; null: staff is not told.</summary>
    public int? LowStockAt { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>The quantity that the last import named. The next import books only the difference to it, so that the
    /// same file again changes no stock; null: never imported with a quantity.</summary>
    public long? ImportedQuantity { get; set; }
}
