using System.Globalization;
using EShop.Core.Inventory;
using EShop.Core.Primitives;

namespace EShop.Core.Catalog.Import;

/// <summary>A cell that cannot be what it should be; the message is for the report.</summary>
internal sealed class ImportCellException(string reason) : Exception(reason);

/// <summary>Reads single cells, strictly: what is not clearly right is refused with its reason.</summary>
internal static class ImportCells
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private const int GramsMax = 1_000_000, ShownMax = 40;

    public static Money Price(string text, string column)
    {
        var price = Number(text, column);
        if (price < 0) throw new ImportCellException($"{column} is below zero: {Shown(text)}");
        var minor = price * 100;
        if (minor > Sku.PriceMinorMax)
            throw new ImportCellException($"{column} is more than {Sku.PriceMinorMax / 100:N0}: {Shown(text)}");
        if (minor != decimal.Truncate(minor))
            throw new ImportCellException($"{column} has more than two decimals: {Shown(text)}");
        return new Money((long)minor);
    }

    public static int Grams(string text)
    {
        var grams = text.Length == 0 ? 0 : Number(text, ImportColumns.Grams);
        return grams is >= 0 and <= GramsMax
            ? (int)decimal.Round(grams)
            : throw new ImportCellException($"{ImportColumns.Grams} is not between 0 and {GramsMax}: {Shown(text)}");
    }

    public static long? Quantity(string text)
    {
        if (text.Length == 0) return null;
        var quantity = Number(text, ImportColumns.Quantity);
        if (quantity != decimal.Truncate(quantity))
            throw new ImportCellException($"{ImportColumns.Quantity} is not a whole number: {Shown(text)}");
        return quantity is >= 0 and <= StockLedger.QuantityMax
            ? (long)quantity
            : throw new ImportCellException(
                $"{ImportColumns.Quantity} is not between 0 and {StockLedger.QuantityMax}: {Shown(text)}");
    }

    /// <summary>Published where the cell says yes or nothing at all; a status column, where there is one, knows better.
    /// </summary>
    public static ProductState State(string published, string status)
    {
        var isPublished = published.ToLowerInvariant() switch
        {
            "" or "true" or "yes" or "1" => true,
            "false" or "no" or "0" => false,
            _ => throw new ImportCellException(
                $"{ImportColumns.Published} is neither true nor false: {Shown(published)}"),
        };
        return status.ToLowerInvariant() switch
        {
            "" or "active" => isPublished ? ProductState.Published : ProductState.Draft,
            "draft" => ProductState.Draft,
            "archived" => ProductState.Archived,
            _ => throw new ImportCellException(
                $"{ImportColumns.Status} is none of active, draft, archived: {Shown(status)}"),
        };
    }

    /// <summary>The cell, if it is not longer than it may be and holds no control characters.</summary>
    public static string Text(string text, int max, string column)
    {
        if (text.Length > max)
            throw new ImportCellException($"{column} has {text.Length} characters; at most {max} are allowed");
        return text.Any(char.IsControl)
            ? throw new ImportCellException($"{column} holds a control character or a line break")
            : text;
    }

    public static IReadOnlyList<string> Tags(string text)
    {
        string[] tags = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(t => Text(t, Product.TagsMax, ImportColumns.Tags).ToLowerInvariant()).Distinct()];
        Text(TagList.Join(tags), Product.TagsMax, ImportColumns.Tags);
        return tags;
    }

    private static decimal Number(string text, string column) =>
        text.Length <= ShownMax && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ImportCellException($"{column} is not a number: {Shown(text)}");

    private static string Shown(string text) => text.Length <= ShownMax ? $"\"{text}\"" : $"\"{text[..ShownMax]}…\"";
}
