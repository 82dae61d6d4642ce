namespace EShop.Core.Catalog.Import;

/// <summary>Makes one product of its rows. Empty cells of later rows mean "as above"; a row with a picture and no
/// variant is a picture's. Anything wrong throws, and the product is left out whole.</summary>
internal static class ImportReader
{
    // Shopify writes this for a product without options.
    public const string NoOption = "Title", NoOptionValue = "Default Title";

    /// <exception cref="ImportRowException">A cell is wrong.</exception>
    public static ImportedProduct Read(ImportColumns columns, string handle, IReadOnlyList<CsvRow> rows)
    {
        var first = rows[0];
        var product = At(first.Line, () => ReadProduct(columns, handle, rows));
        var skus = ReadSkus(columns, rows, product);
        return product with { Skus = skus };
    }

    private static ImportedProduct ReadProduct(ImportColumns columns, string handle, IReadOnlyList<CsvRow> rows)
    {
        var title = First(columns, rows, ImportColumns.Title);
        if (title.Length == 0) throw new ImportCellException($"{ImportColumns.Title} is missing");
        var tags = ImportCells.Tags(First(columns, rows, ImportColumns.Tags));
        var type = First(columns, rows, ImportColumns.Type);
        return new ImportedProduct(rows[0].Line, handle, ImportCells.Text(title, Product.NameMax, ImportColumns.Title))
        {
            Body = First(columns, rows, ImportColumns.Body),
            Vendor = ImportCells.Text(
                First(columns, rows, ImportColumns.Vendor), Product.BrandMax, ImportColumns.Vendor),
            Category = ImportCells.Text(
                type.Length > 0 ? type : tags.FirstOrDefault("imported"), Sku.ValueMax, ImportColumns.Type),
            Tags = tags,
            State = ImportCells.State(
                First(columns, rows, ImportColumns.Published), First(columns, rows, ImportColumns.Status)),
            OptionNames = ReadOptionNames(columns, rows),
            Skus = [],
            Pictures = rows.Count(r => columns.Cell(r, ImportColumns.Picture).Length > 0)
                + rows.Count(r => columns.Cell(r, ImportColumns.VariantPicture).Length > 0),
        };
    }

    private static List<string> ReadOptionNames(ImportColumns columns, IReadOnlyList<CsvRow> rows)
    {
        List<string> names = [];
        for (var number = 1; number <= Product.OptionsMax; number++)
        {
            var name = First(columns, rows, ImportColumns.OptionName(number));
            if (name.Length == 0) break;
            names.Add(ImportCells.Text(name, Sku.ValueMax, ImportColumns.OptionName(number)));
        }
        var isWithout = names is [NoOption]
            && First(columns, rows, ImportColumns.OptionValue(1)) is NoOptionValue or "";
        if (isWithout) return [];
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count
            ? names
            : throw new ImportCellException("two options have the same name");
    }

    private static List<ImportedSku> ReadSkus(
        ImportColumns columns, IReadOnlyList<CsvRow> rows, ImportedProduct product)
    {
        List<ImportedSku> skus = [];
        var codes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var combinations = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Where(r => r == rows[0] || IsVariant(columns, r)))
        {
            var sku = At(row.Line, () => ReadSku(columns, row, (product, skus.LastOrDefault())));
            if (!combinations.Add(string.Join('\n', sku.Values)))
                throw new ImportRowException(row.Line, sku.Values.Count == 0
                    ? "the product has no options and yet several variants"
                    : $"the options {string.Join(" / ", sku.Values)} are there twice");
            if (!codes.Add(sku.Code))
                throw new ImportRowException(row.Line, $"{ImportColumns.SkuCode} {sku.Code} is there twice");
            skus.Add(sku);
            if (skus.Count > Product.SkusMax)
                throw new ImportRowException(row.Line, $"the product has more than {Product.SkusMax} variants");
        }
        return skus;
    }

    private static bool IsVariant(ImportColumns columns, CsvRow row) =>
        new[] { ImportColumns.OptionValue(1), ImportColumns.OptionValue(2), ImportColumns.OptionValue(3),
            ImportColumns.SkuCode, ImportColumns.Price }.Any(c => columns.Cell(row, c).Length > 0);

    private static ImportedSku ReadSku(
        ImportColumns columns, CsvRow row, (ImportedProduct Product, ImportedSku? Above) at)
    {
        var values = ReadValues(columns, row, at);
        var code = columns.Cell(row, ImportColumns.SkuCode);
        var price = columns.Cell(row, ImportColumns.Price);
        var compareAt = columns.Cell(row, ImportColumns.CompareAt);
        if (price.Length == 0 && at.Above is null) throw new ImportCellException($"{ImportColumns.Price} is missing");
        return new ImportedSku(
            row.Line,
            code.Length == 0
                ? Handles.CodeOf(at.Product.Handle, values)
                : ImportCells.Text(code, Sku.CodeMax, ImportColumns.SkuCode),
            values)
        {
            Price = price.Length == 0 ? at.Above!.Price : ImportCells.Price(price, ImportColumns.Price),
            CompareAt = compareAt.Length == 0 ? null : ImportCells.Price(compareAt, ImportColumns.CompareAt),
            Grams = ImportCells.Grams(columns.Cell(row, ImportColumns.Grams)),
            Quantity = ImportCells.Quantity(columns.Cell(row, ImportColumns.Quantity)),
            // Spreadsheets are kept from eating leading zeros by an apostrophe.
            Barcode = ImportCells.Text(
                columns.Cell(row, ImportColumns.Barcode).TrimStart('\''), Sku.CodeMax, ImportColumns.Barcode),
        };
    }

    private static List<string> ReadValues(
        ImportColumns columns, CsvRow row, (ImportedProduct Product, ImportedSku? Above) at)
    {
        List<string> values = [];
        for (var number = 1; number <= at.Product.OptionNames.Count; number++)
        {
            var column = ImportColumns.OptionValue(number);
            var value = columns.Cell(row, column);
            if (value.Length == 0) value = at.Above?.Values[number - 1] ?? "";
            if (value.Length == 0) throw new ImportCellException($"{column} is missing");
            values.Add(ImportCells.Text(value, Sku.ValueMax, column));
        }
        return values;
    }

    private static string First(ImportColumns columns, IReadOnlyList<CsvRow> rows, string column) =>
        rows.Select(r => columns.Cell(r, column)).FirstOrDefault(c => c.Length > 0) ?? "";

    private static T At<T>(int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ImportCellException error)
        {
            throw new ImportRowException(line, error.Message);
        }
    }
}

/// <summary>A product is left out because of this line.</summary>
internal sealed class ImportRowException(int line, string reason) : Exception(reason)
{
    public RejectedRow Row => new(line, Message);
}
