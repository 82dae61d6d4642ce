using System.Text.Json;
using EShop.Core.Objects;
using EShop.Core.Primitives;

namespace EShop.Core.Demo;

/// <summary>What the demo shop sells: <c>demo-catalog.json</c> and the pictures beside it, built into the
/// program.</summary>
internal sealed record DemoCatalog(IReadOnlyList<DemoCategory> Categories, IReadOnlyList<DemoProduct> Products)
{
    private const string Folder = "EShop.Core.Demo.", PictureFolder = "EShop.Core.Demo.Pictures.";

    public static DemoCatalog Read()
    {
        using var json = Open(Folder + "demo-catalog.json");
        return JsonSerializer.Deserialize<DemoCatalog>(json, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException("demo-catalog.json is empty.");
    }

    /// <summary>The names of all pictures, each used by a category or a product.</summary>
    public IReadOnlyList<string> Pictures =>
        [.. Categories.Select(c => c.Picture).Concat(Products.SelectMany(p => p.Pictures)).Distinct()];

    /// <summary>Where a picture is kept: the same name at every fill, so that one that was broken off can be repeated.
    /// </summary>
    public static ObjectKey KeyOf(string picture) => ObjectKey.Parse($"products/demo/{picture}");

    public static byte[] PictureOf(string picture)
    {
        using var stream = Open(PictureFolder + picture);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Stream Open(string name) => typeof(DemoCatalog).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not built into the program.");
}

internal sealed record DemoCategory(
    string Handle, string NameEn, string NameZh, string Tint, string TintDark, string Picture)
{
    public LocalizedText Name => new(NameEn, NameZh);
}

internal sealed record DemoProduct(
    string Handle, string Category, string Brand, string NameEn, string NameZh, string DescriptionEn,
    string DescriptionZh, IReadOnlyList<string> Tags, IReadOnlyList<string> Pictures,
    IReadOnlyList<DemoOption> Options, IReadOnlyList<DemoSku> Skus, int Popularity);

internal sealed record DemoOption(string NameEn, string NameZh);

internal sealed record DemoSku(
    string Code, IReadOnlyList<string> ValuesEn, IReadOnlyList<string> ValuesZh, long PriceMinor,
    long? CompareAtMinor, long Stock, int WeightGrams)
{
    /// <summary>Its value of the option at this place, counted from 0; empty beyond its last.</summary>
    public LocalizedText ValueAt(int place) =>
        place < ValuesEn.Count ? new LocalizedText(ValuesEn[place], ValuesZh[place]) : LocalizedText.Empty;
}
