using EShop.Core.Catalog.Browse;
using EShop.Core.Primitives;
using EShop.Web.Catalog;
using Microsoft.AspNetCore.Mvc;

namespace EShop.Web.Api;

/// <summary>The catalogue: lists, search and one product.</summary>
internal static class ProductsApi
{
    private const string Tag = "Catalogue";

    private sealed record ListParameters
    {
        [FromQuery(Name = "q")] public string? Text { get; init; }
        [FromQuery(Name = "category")] public string? Category { get; init; }
        [FromQuery(Name = "tag")] public string? Tag { get; init; }
        [FromQuery(Name = "minMinor")] public long? MinMinor { get; init; }
        [FromQuery(Name = "maxMinor")] public long? MaxMinor { get; init; }
        [FromQuery(Name = "inStock")] public bool? InStock { get; init; }
        [FromQuery(Name = "sort")] public string? Sort { get; init; }
        [FromQuery(Name = "page")] public int? Page { get; init; }
        [FromQuery(Name = "size")] public int? Size { get; init; }

        public ListProductsRequest ToRequest() => new()
        {
            Query = Text,
            Category = Category,
            Tag = Tag,
            PriceMin = MinMinor is { } min ? new Money(min) : null,
            PriceMax = MaxMinor is { } max ? new Money(max) : null,
            InStock = InStock ?? false,
            Sort = ListQuery.SortOf(Sort),
            Page = Page ?? 1,
            Size = Size ?? 24,
        };
    }

    public static void MapProducts(this RouteGroupBuilder api)
    {
        api.MapGet("/categories", ListCategoriesAsync).AllowAnonymous().Produces<CategoryList>().Describe(new Purpose(
            "listCategories", Tag, "List the categories", "The categories that have something to show."));
        api.MapGet("/products", ListAsync).AllowAnonymous().Produces<ProductList>().Describe(new Purpose(
            "listProducts", Tag, "List or search products",
            "All products, those of a category, or those that have what is looked for. Numbers out of range are "
            + "brought into it, and an unknown order is the usual one."),
            Problems.Malformed, Problems.CategoryNotFound);
        api.MapGet("/products/{handle}", ShowAsync).AllowAnonymous().Produces<ProductDetail>().Describe(new Purpose(
            "showProduct", Tag, "Show a product", "With its variants: what each costs and how many there are."),
            Problems.ProductNotFound);
    }

    private static async Task<IResult> ListCategoriesAsync(ListCategories list, CancellationToken ct) =>
        TypedResults.Ok(new CategoryList([.. (await list.ExecuteAsync(ct)).Select(ProductViews.Of)]));

    private static async Task<IResult> ListAsync(
        [AsParameters] ListParameters parameters, ListProducts list, ProductViews views, CancellationToken ct)
    {
        var result = await list.ExecuteAsync(parameters.ToRequest(), ct);
        return result.Status switch
        {
            ListProductsStatus.NoSuchCategory => new Refusal(Problems.CategoryNotFound),
            ListProductsStatus.Listed or ListProductsStatus.OnlySimilar => TypedResults.Ok(new ProductList(
                [.. result.Products.Select(views.Of)], result.Status == ListProductsStatus.OnlySimilar, result.Page,
                result.PageCount, result.Total)),
            _ => throw new InvalidOperationException($"Unknown status: {result.Status}."),
        };
    }

    private static async Task<IResult> ShowAsync(
        string handle, ShowProduct show, ProductViews views, CancellationToken ct)
    {
        var result = await show.ExecuteAsync(new ShowProductRequest(handle), ct);
        return result.Product is { } product
            ? TypedResults.Ok(views.Of(product))
            : new Refusal(Problems.ProductNotFound);
    }
}
