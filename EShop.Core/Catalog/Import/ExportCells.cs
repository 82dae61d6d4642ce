using System.Globalization;
using EShop.Core.Primitives;

namespace EShop.Core.Catalog.Import;

/// <summary>Writes single cells so that <see cref="ImportReader"/> reads the same from them.</summary>
internal static class ExportCells
{
    /// <summary>One line of the file. A cell that a spreadsheet would take for a formula is led by an apostrophe
    /// (abuse 59), which the import takes off.</summary>
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Quoted)) + "\r\n";

    /// <summary>The language that the import will recognise it as; so the other one is kept.</summary>
    public static string Text(LocalizedText text) =>
        text.En.Length > 0 && (text.Zh.Length == 0 || !ImportWrite.IsChinese(text.En)) ? text.En : text.Zh;

    /// <summary>A name that leads the import to this very category.</summary>
    public static string Category(Category category) =>
        Handles.Of(category.Name.En, Product.HandleMax) == category.Handle ? category.Name.En : category.Handle;

    public static string Price(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Quoted(string cell)
    {
        var safe = ImportColumns.LooksLikeFormula(cell) ? $"'{cell}" : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}
