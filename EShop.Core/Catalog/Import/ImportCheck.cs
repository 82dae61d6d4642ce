namespace EShop.Core.Catalog.Import;

/// <summary>The look through the whole file before anything is written: which products are left out, and why.</summary>
internal sealed class ImportCheck
{
    /// <summary>A report longer than this helps nobody; the products beyond it are left out all the same.</summary>
    public const int ReportMax = 1000;

    private readonly Dictionary<string, int> _firstLines = [];
    private readonly Dictionary<string, string> _codes = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _leftOut = [];
    private readonly List<RejectedRow> _rejected = [];

    public IReadOnlyList<RejectedRow> Rejected => _rejected;

    /// <summary>How many products will be taken in.</summary>
    public int Products => _firstLines.Count - _leftOut.Count(_firstLines.ContainsKey);

    public bool LeavesOut(string handle) => _leftOut.Contains(handle);

    public void Look(ImportColumns columns, ImportGroup group)
    {
        foreach (var fault in group.Faults) Reject(group.Handle, fault);
        if (group.Rows.Count == 0) return;
        if (!_firstLines.TryAdd(group.Handle, group.Rows[0].Line))
        {
            Reject(group.Handle, new RejectedRow(group.Rows[0].Line,
                $"the rows of {group.Handle} do not stand together: it began on line {_firstLines[group.Handle]}"));
            return;
        }
        try
        {
            LookAtCodes(ImportReader.Read(columns, group.Handle, group.Rows));
        }
        catch (ImportRowException error)
        {
            Reject(group.Handle, error.Row);
        }
    }

    private void LookAtCodes(ImportedProduct product)
    {
        foreach (var sku in product.Skus)
        {
            if (_codes.TryAdd(sku.Code, product.Handle)) continue;
            Reject(product.Handle, new RejectedRow(sku.Line,
                $"{ImportColumns.SkuCode} {sku.Code} is also in {_codes[sku.Code]}"));
            return;
        }
    }

    public void Reject(string handle, RejectedRow row)
    {
        _leftOut.Add(handle);
        if (_rejected.Count < ReportMax) _rejected.Add(row);
        else if (_rejected.Count == ReportMax)
            _rejected.Add(new RejectedRow(row.Line, "further rows are wrong from here on; mend these first"));
    }
}
