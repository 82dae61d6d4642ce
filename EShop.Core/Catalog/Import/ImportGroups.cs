using System.Runtime.CompilerServices;

namespace EShop.Core.Catalog.Import;

/// <summary>The rows of one product, which stand together in the file.</summary>
/// <param name="Faults">What is wrong with single rows; where there is any, the product is left out.</param>
internal sealed record ImportGroup(string Handle, List<CsvRow> Rows, List<RejectedRow> Faults);

/// <summary>Gathers rows into products, one at a time, so that a long file needs little memory.</summary>
internal static class ImportGroups
{
    public const int RowsMax = 1000;

    public static async IAsyncEnumerable<ImportGroup> ReadAsync(
        ImportColumns columns, IAsyncEnumerable<CsvRow> rows, [EnumeratorCancellation] CancellationToken ct)
    {
        ImportGroup? group = null;
        await foreach (var row in rows.WithCancellation(ct))
        {
            var (handle, fault) = HandleOf(columns, row, group?.Handle);
            if (group is not null && handle != group.Handle)
            {
                yield return group;
                group = null;
            }
            group ??= new ImportGroup(handle, [], []);
            if (group.Rows.Count >= RowsMax) fault ??= $"the product has more than {RowsMax} rows";
            if (fault is not null) group.Faults.Add(new RejectedRow(row.Line, fault));
            else group.Rows.Add(row);
        }
        if (group is not null) yield return group;
    }

    // A row whose handle cannot be read is taken to belong to the product above it, which is then left out: rather one
    // product too few than half a one.
    private static (string Handle, string? Fault) HandleOf(ImportColumns columns, CsvRow row, string? above)
    {
        var handle = columns.Cell(row, ImportColumns.Handle).ToLowerInvariant();
        var isOne = Handles.IsOne(handle);
        var owner = isOne ? handle : above ?? "";
        if (row.Fault is not null) return (owner, row.Fault);
        if (row.Cells.Count != columns.Count)
            return (owner, $"the row has {row.Cells.Count} cells, the header has {columns.Count}");
        if (isOne) return (handle, null);
        if (handle.Length > 0)
            return (handle.Length <= Product.HandleMax ? handle : handle[..Product.HandleMax],
                $"{ImportColumns.Handle} is not made of letters, digits and hyphens, "
                + $"or has more than {Product.HandleMax} characters");
        return above is null ? ("", $"{ImportColumns.Handle} is missing") : (above, null);
    }
}
