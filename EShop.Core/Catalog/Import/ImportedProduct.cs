using EShop.Core.Primitives;

namespace EShop.Core.Catalog.Import;

/// <summary>A product as the file tells it, read and found right.</summary>
internal sealed record ImportedProduct(int Line, string Handle, string Title)
{
    public string Body { get; init; } = "";
    public string Vendor { get; init; } = "";

    /// <summary>The name of its category: the type, else the first tag, else <c>imported</c>.</summary>
    public required string Category { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
    public required ProductState State { get; init; }
    public IReadOnlyList<string> OptionNames { get; init; } = [];
    public required IReadOnlyList<ImportedSku> Skus { get; init; }

    /// <summary>Pictures given by address: those are not fetched.</summary>
    public int Pictures { get; init; }
}

/// <param name="Quantity">Null where the file has no such cell: then the stock is left alone.</param>
internal sealed record ImportedSku(int Line, string Code, IReadOnlyList<string> Values)
{
    public required Money Price { get; init; }
    public Money? CompareAt { get; init; }
    public int Grams { get; init; }
    public long? Quantity { get; init; }
    public string Barcode { get; init; } = "";
}

/// <summary>A row that is not taken, and why, in plain words.</summary>
public sealed record RejectedRow(int Line, string Reason);
