using System.ComponentModel;
using System.Globalization;
using EShop.Core.Catalog.Browse;
using EShop.Core.Primitives;
using EShop.Web.Catalog;
using EShop.Web.Widgets;

namespace EShop.Web.Api;

[Description("A category that has something to show.")]
public sealed record CategoryView(
    [property: Description("Its name in addresses; filters a list.")] string Handle, string Name, string? Picture)
{
    public static CategoryView Example { get; } = new("shoes", "Shoes", "/pictures/products/shoes.webp");
}

public sealed record CategoryList(IReadOnlyList<CategoryView> Categories)
{
    public static CategoryList Example { get; } = new([CategoryView.Example]);
}

[Description("A product as a list shows it.")]
public sealed record ProductSummary(
    [property: Description("Its name in addresses.")] string Handle, string Name, string? Picture,
    [property: Description("The lowest price of its variants.")] Amount PriceFrom,
    [property: Description("Some variant costs more than that.")] bool HasOtherPrices,
    [property: Description("What it cost before, if it is reduced.")] Amount? CompareAt,
    [property: Description("How many can be had of all its variants together.")] long Available)
{
    public static ProductSummary Example { get; } = new(
        "trail-runner", "Trail runner", "/pictures/products/trail-runner.webp", Amount.Example, HasOtherPrices: true,
        CompareAt: null, Available: 48);
}

[Description("A page of products.")]
public sealed record ProductList(
    IReadOnlyList<ProductSummary> Products,
    [property: Description("Nothing has what was looked for; these are the most similar ones.")] bool AreOnlySimilar,
    [property: Description("The page that this is, from 1.")] int Page, int Pages, int Count)
{
    public static ProductList Example { get; } = new(
        [ProductSummary.Example], AreOnlySimilar: false, Page: 1, Pages: 1, Count: 1);
}

[Description("What is bought: a variant of a product with a price and a stock of its own.")]
public sealed record VariantView(
    [property: Description("Its number, for the cart.")] long SkuId, string Code,
    [property: Description("One value for each option of the product, in their order.")] IReadOnlyList<string> Values,
    Amount Price, Amount? CompareAt, long Available,
    [property: Description("How many one person may have; null: as many as there are.")] int? PersonMax)
{
    public static VariantView Example { get; } = new(
        42, "TRAIL-42", ["42"], Amount.Example, CompareAt: null, Available: 12, PersonMax: null);
}

[Description("A product with all that can be bought of it.")]
public sealed record ProductDetail(
    string Handle, string Name,
    [property: Description("HTML of a few harmless elements.")] string Description,
    string Brand, CategoryView Category, IReadOnlyList<string> Tags, IReadOnlyList<string> Pictures,
    [property: Description("In what its variants differ: size, colour.")] IReadOnlyList<string> Options,
    IReadOnlyList<VariantView> Variants)
{
    public static ProductDetail Example { get; } = new(
        "trail-runner", "Trail runner", "<p>Light and grippy.</p>", "Upland", CategoryView.Example, ["outdoor"],
        ["/pictures/products/trail-runner.webp"], ["Size"], [VariantView.Example]);
}

/// <summary>Puts the catalogue into the shape in which the API shows it.</summary>
internal sealed class ProductViews(MoneyFormat format)
{
    public static CategoryView Of(CategoryCard card) =>
        new(card.Handle, Text(card.Name), CatalogLinks.Picture(card.PictureKey));

    public ProductSummary Of(ProductCard card) => new(
        card.Handle, Text(card.Name), CatalogLinks.Picture(card.PictureKey), format.AmountOf(card.PriceFrom),
        card.HasOtherPrices, Of(card.CompareAt), card.Available);

    public ProductDetail Of(ProductView product) => new(
        product.Handle, Text(product.Name), Text(product.Description), product.Brand, Of(product.Category),
        product.Tags, [.. product.PictureKeys.Select(key => CatalogLinks.Picture(key)!)],
        [.. product.Options.Select(Text)], [.. product.Skus.Select(Of)]);

    private VariantView Of(SkuView sku) => new(
        sku.SkuId, sku.Code, [.. sku.Values.Select(Text)], format.AmountOf(sku.Price), Of(sku.CompareAt),
        sku.Available, sku.PersonMax);

    private Amount? Of(Money? money) => money is { } some ? format.AmountOf(some) : null;

    private static string Text(LocalizedText text) => text.For(CultureInfo.CurrentUICulture);
}
