using System.Globalization;
using EShop.Core.Catalog.Browse;
using EShop.Core.Primitives;

namespace EShop.Web.Catalog;

/// <summary>The filters of a list as they stand in its address. Whatever cannot be read is as if it were not there.
/// </summary>
public sealed record ListQuery
{
    private const decimal PriceMax = 10_000_000m;

    public required string Path { get; init; }
    public string Text { get; init; } = "";
    public Money? Min { get; init; }
    public Money? Max { get; init; }
    public bool InStock { get; init; }
    public string? Tag { get; init; }
    public ProductSort Sort { get; init; } = ProductSort.Popular;
    public int Page { get; init; } = 1;

    public bool HasFilters => Min is not null || Max is not null || InStock || Tag is not null;

    public static ListQuery Read(HttpRequest request) => new()
    {
        Path = request.Path.ToUriComponent(),
        Text = request.Query["q"].ToString(),
        Min = Price(request.Query["min"]),
        Max = Price(request.Query["max"]),
        InStock = request.Query["stock"] == "1",
        Tag = request.Query["tag"].ToString() is { Length: > 0 and <= 80 } tag ? tag : null,
        Sort = SortOf(request.Query["sort"]),
        Page = int.TryParse(request.Query["page"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
            out var page) ? page : 1,
    };

    public ListProductsRequest ToRequest(string? category) => new()
    {
        Category = category,
        Query = Text,
        PriceMin = Min,
        PriceMax = Max,
        InStock = InStock,
        Tag = Tag,
        Sort = Sort,
        Page = Page,
    };

    /// <summary>The address of this list; filters that say nothing are left out.</summary>
    public string Href => Path + QueryString.Create(Pairs().Where(p => p.Value is not null));

    public ListQuery WithoutFilters => new() { Path = Path, Text = Text, Sort = Sort };

    public string PageHref(int page) => (this with { Page = page }).Href;

    public static string? Shown(Money? price) =>
        price is { } some ? (some.Minor / 100m).ToString("0.##", CultureInfo.InvariantCulture) : null;

    /// <summary>The order of that name; the usual one for any other (abuse 44).</summary>
    public static ProductSort SortOf(string? name) => name switch
    {
        "new" => ProductSort.New,
        "price" => ProductSort.PriceUp,
        "price-down" => ProductSort.PriceDown,
        _ => ProductSort.Popular,
    };

    public static string? SortName(ProductSort sort) => sort switch
    {
        ProductSort.Popular => null,
        ProductSort.New => "new",
        ProductSort.PriceUp => "price",
        ProductSort.PriceDown => "price-down",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    private IEnumerable<KeyValuePair<string, string?>> Pairs() =>
    [
        new("q", Text.Length == 0 ? null : Text),
        new("tag", Tag),
        new("min", Shown(Min)),
        new("max", Shown(Max)),
        new("stock", InStock ? "1" : null),
        new("sort", SortName(Sort)),
        new("page", Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture)),
    ];

    private static Money? Price(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
        && price is >= 0 and <= PriceMax
            ? new Money((long)(price * 100))
            : null;
}
