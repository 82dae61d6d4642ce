using System.Globalization;
using EShop.Core.Primitives;

namespace EShop.Core.Catalog.Import;

/// <summary>The rows of one product: its first SKU with what is said of the whole, the other SKUs, further pictures.
/// </summary>
internal sealed class ExportRows(
    Product product, Category category, IReadOnlyDictionary<long, long> available, ShopAddress address)
{
    // Told for people: taken in again, it would overwrite what was sold meanwhile. The import passes it over.
    private const string Available = "Available";

    public static readonly IReadOnlyList<string> Header =
    [
        ImportColumns.Handle, ImportColumns.Title, ImportColumns.Body, ImportColumns.Vendor, ImportColumns.Type,
        ImportColumns.Tags, ImportColumns.Published, ImportColumns.OptionName(1), ImportColumns.OptionValue(1),
        ImportColumns.OptionName(2), ImportColumns.OptionValue(2), ImportColumns.OptionName(3),
        ImportColumns.OptionValue(3), ImportColumns.SkuCode, ImportColumns.Grams, ImportColumns.Price,
        ImportColumns.CompareAt, ImportColumns.Barcode, ImportColumns.Picture, ImportColumns.Status, Available,
    ];

    public IEnumerable<IReadOnlyList<string>> All()
    {
        var pictures = product.Pictures.OrderBy(p => p.Position).Select(p => address.Of($"/pictures/{p.ObjectKey}"))
            .Select(uri => uri.AbsoluteUri).ToList();
        foreach (var (index, sku) in product.Skus.Where(s => s.IsActive).OrderBy(s => s.Position).Index())
        {
            var cells = index == 0 ? WholeOf(pictures.FirstOrDefault("")) : [];
            Add(cells, sku);
            yield return RowOf(cells);
        }
        foreach (var picture in pictures.Skip(1))
            yield return RowOf(new() { [ImportColumns.Picture] = picture });
    }

    private Dictionary<string, string> WholeOf(string picture)
    {
        var isPublished = product.State == ProductState.Published;
        var cells = new Dictionary<string, string>
        {
            [ImportColumns.Title] = ExportCells.Text(product.Name),
            [ImportColumns.Body] = ExportCells.Text(product.Description),
            [ImportColumns.Vendor] = product.Brand,
            [ImportColumns.Type] = ExportCells.Category(category),
            [ImportColumns.Tags] = string.Join(", ", TagList.Split(product.Tags)),
            [ImportColumns.Published] = isPublished ? "true" : "false",
            [ImportColumns.Status] = isPublished ? "active" : product.State.ToString().ToLowerInvariant(),
            [ImportColumns.Picture] = picture,
        };
        foreach (var option in product.Options)
            cells[ImportColumns.OptionName(option.Position)] = ExportCells.Text(option.Name);
        if (product.Options.Count == 0) cells[ImportColumns.OptionName(1)] = ImportReader.NoOption;
        return cells;
    }

    private void Add(Dictionary<string, string> cells, Sku sku)
    {
        LocalizedText[] values = [sku.Value1, sku.Value2, sku.Value3];
        for (var number = 1; number <= product.Options.Count; number++)
            cells[ImportColumns.OptionValue(number)] = ExportCells.Text(values[number - 1]);
        if (product.Options.Count == 0) cells[ImportColumns.OptionValue(1)] = ImportReader.NoOptionValue;
        cells[ImportColumns.SkuCode] = sku.Code;
        cells[ImportColumns.Grams] = sku.WeightGrams.ToString(CultureInfo.InvariantCulture);
        cells[ImportColumns.Price] = ExportCells.Price(sku.PriceMinor);
        cells[ImportColumns.CompareAt] = sku.CompareAtMinor is { } before ? ExportCells.Price(before) : "";
        cells[ImportColumns.Barcode] = sku.Barcode;
        cells[Available] = available.GetValueOrDefault(sku.Id).ToString(CultureInfo.InvariantCulture);
    }

    private IReadOnlyList<string> RowOf(Dictionary<string, string> cells)
    {
        cells[ImportColumns.Handle] = product.Handle;
        return [.. Header.Select(column => cells.GetValueOrDefault(column, ""))];
    }
}
