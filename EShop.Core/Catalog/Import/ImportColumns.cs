namespace EShop.Core.Catalog.Import;

/// <summary>Where the columns stand that the shop reads; the others may be there and are passed over.</summary>
internal sealed class ImportColumns
{
    public const string Handle = "Handle", Title = "Title", Body = "Body (HTML)", Vendor = "Vendor", Type = "Type";
    public const string Tags = "Tags", Published = "Published", Status = "Status";
    public const string SkuCode = "Variant SKU", Grams = "Variant Grams", Quantity = "Variant Inventory Qty";
    public const string Price = "Variant Price", CompareAt = "Variant Compare At Price", Barcode = "Variant Barcode";
    public const string Picture = "Image Src", VariantPicture = "Variant Image";

    private static readonly string[] Required = [Handle, Title, Price];

    private readonly Dictionary<string, int> _places;

    private ImportColumns(Dictionary<string, int> places, int count) => (_places, Count) = (places, count);

    /// <summary>How many cells each row must have.</summary>
    public int Count { get; }

    public static string OptionName(int number) => $"Option{number} Name";

    public static string OptionValue(int number) => $"Option{number} Value";

    /// <summary>The columns by the header row, or what is wrong with it.</summary>
    public static (ImportColumns? Columns, string? Fault) Read(CsvRow header)
    {
        if (header.Fault is not null) return (null, header.Fault);
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (place, name) in header.Cells.Index())
        {
            var trimmed = name.Trim();
            if (trimmed.Length > 0 && !places.TryAdd(trimmed, place))
                return (null, $"the column \"{trimmed}\" is there twice");
        }
        var missing = Required.Where(name => !places.ContainsKey(name)).ToList();
        return missing.Count == 0
            ? (new ImportColumns(places, header.Cells.Count), null)
            : (null, $"there is no column {string.Join(" and no column ", missing.Select(m => $"\"{m}\""))}; "
                + "expected is the product CSV that Shopify exports");
    }

    /// <summary>A spreadsheet would run it.</summary>
    public static bool LooksLikeFormula(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    /// <summary>The trimmed cell, without the apostrophe that kept a spreadsheet from running it; empty where the row
    /// or the file has none.</summary>
    public string Cell(CsvRow row, string column)
    {
        var text = _places.TryGetValue(column, out var place) && place < row.Cells.Count ? row.Cells[place].Trim() : "";
        return text.StartsWith('\'') && LooksLikeFormula(text[1..]) ? text[1..] : text;
    }
}
