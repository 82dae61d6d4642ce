using EShop.Core.Catalog.Browse;
using EShop.Core.Demo;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Catalog;

public sealed class ListProductsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Search_forgives_case_width_and_slips(Store store)
    {
        await using var shop = await FilledAsync(store);
        string[] shoes = ["cloud-running-shoes"];

        Assert.Equal(shoes, await FoundAsync(shop, "cloud RUNNING"));
        Assert.Equal(shoes, await FoundAsync(shop, "ＣＬＯＵＤ running"));
        Assert.Contains("cloud-running-shoes", await FoundAsync(shop, "跑步鞋"));
        var slip = await ListAsync(shop, new ListProductsRequest { Query = "cluod runing" });
        Assert.Equal((ListProductsStatus.OnlySimilar, "cloud-running-shoes"), (slip.Status, slip.Products[0].Handle));
        var near = await ListAsync(shop, new ListProductsRequest { Query = "跑步鞋子" });
        Assert.Contains("cloud-running-shoes", near.Products.Select(p => p.Handle));
    }

    [Theory, EachStore]
    [Trait("abuse", "43")]
    public async Task Signs_of_LIKE_and_SQL_mean_nothing(Store store)
    {
        await using var shop = await FilledAsync(store);
        string[] queries =
            ["qz%zq", "zq_", "zq\\", "zq\0", "'zq' or 1=1", "%%%%", "__", new string('z', 10_000)];
        foreach (var query in queries)
            Assert.Equal((ListProductsStatus.Listed, 0), await CountAsync(query));

        async Task<(ListProductsStatus, int)> CountAsync(string query)
        {
            var found = await ListAsync(shop, new ListProductsRequest { Query = query });
            return (found.Status, found.Total);
        }
    }

    [Theory, EachStore]
    public async Task Filters_narrow_and_sorts_order(Store store)
    {
        await using var shop = await FilledAsync(store);
        var cheap = await ListAsync(shop, new ListProductsRequest
        {
            Category = "electronics",
            PriceMin = new Money(50_00),
            PriceMax = new Money(500_00),
            InStock = true,
            Sort = ProductSort.PriceUp,
        });

        Assert.NotEmpty(cheap.Products);
        Assert.All(cheap.Products, p => Assert.True(p.PriceFrom.Minor is >= 50_00 and <= 500_00 && p.Available > 0));
        Assert.Equal(cheap.Products.OrderBy(p => p.PriceFrom.Minor), cheap.Products);
        Assert.Equal("electronics", cheap.Category?.Handle);
        var tag = cheap.Tags[0];
        var tagged = await ListAsync(shop, new ListProductsRequest { Category = "electronics", Tag = tag.Tag });
        Assert.True(tagged.Total >= tag.Products);
        Assert.Equal(0, (await ListAsync(shop, new ListProductsRequest { Tag = "%" })).Total);
    }

    [Theory, EachStore]
    public async Task What_is_sold_out_is_left_out_where_only_stock_is_wanted(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await shop.ImportAsync(ImportKit.Plain("cup", "10", "0"), ImportKit.Plain("jug", "20", "3"));

        Assert.Equal(2, (await ListAsync(shop, new ListProductsRequest())).Total);
        var there = await ListAsync(shop, new ListProductsRequest { InStock = true });
        Assert.Equal(("jug", 3), (there.Products.Single().Handle, there.Products.Single().Available));
    }

    [Fact]
    [Trait("abuse", "42")]
    public async Task Pages_and_sizes_are_brought_into_range()
    {
        await using var shop = await FilledAsync(Store.Sqlite);
        foreach (var page in new[] { -1, 0, int.MaxValue, int.MinValue })
        {
            var list = await ListAsync(shop, new ListProductsRequest { Page = page, Size = 100_000 });
            Assert.Equal((1, 1, list.Total), (list.Page, list.PageCount, list.Products.Count));
        }
        var last = await ListAsync(shop, new ListProductsRequest { Page = 1000, Size = 24 });
        Assert.Equal(last.PageCount, last.Page);
        Assert.Single((await ListAsync(shop, new ListProductsRequest { Size = -5 })).Products);
    }

    [Fact]
    public async Task A_category_that_is_not_there_is_told()
    {
        await using var shop = await FilledAsync(Store.Sqlite);
        var none = await ListAsync(shop, new ListProductsRequest { Category = "no-such" });
        Assert.Equal(ListProductsStatus.NoSuchCategory, none.Status);
    }

    [Theory, EachStore]
    public async Task A_product_is_shown_with_its_variants_and_only_when_published(Store store)
    {
        await using var shop = await FilledAsync(store);
        await shop.ImportAsync(ImportKit.Plain("cup").Replace(",true,", ",false,", StringComparison.Ordinal));
        var shoes = (await ShowAsync("cloud-running-shoes")).Product!;

        Assert.Equal((6, 2), (shoes.Skus.Count, shoes.Options.Count));
        Assert.All(shoes.Skus, s => Assert.True(s.Values.Count == 2 && s.Available > 0));
        Assert.DoesNotContain("cloud-running-shoes", shoes.Related.Select(r => r.Handle));
        Assert.Equal(ShowProductStatus.NotFound, (await ShowAsync("cup")).Status);
        Assert.Equal(ShowProductStatus.NotFound, (await ShowAsync("no-such")).Status);
        Assert.Equal(8, (await shop.Get<ShowHome>().ExecuteAsync(Ct)).Categories.Count);

        Task<ShowProductResult> ShowAsync(string handle) =>
            shop.Get<ShowProduct>().ExecuteAsync(new ShowProductRequest(handle), Ct);
    }

    [Fact]
    public async Task Only_pictures_of_products_are_opened()
    {
        await using var shop = await FilledAsync(Store.Sqlite);
        var home = await shop.Get<ShowHome>().ExecuteAsync(Ct);

        Assert.Equal(OpenProductPictureStatus.Opened, await OpenAsync(home.Popular[0].PictureKey!));
        foreach (var key in new[] { "avatars/x.webp", "products/../../shop.db", "products/none.webp", "", "products/" })
            Assert.Equal(OpenProductPictureStatus.NotFound, await OpenAsync(key));

        async Task<OpenProductPictureStatus> OpenAsync(string key)
        {
            var opened = await shop.Get<OpenProductPicture>().ExecuteAsync(new OpenProductPictureRequest(key), Ct);
            if (opened.Content is not null) await opened.Content.DisposeAsync();
            return opened.Status;
        }
    }

    private static async Task<TestShop> FilledAsync(Store store)
    {
        var shop = await TestShop.CreateAsync(store);
        await shop.Get<FillDemoShop>().ExecuteAsync(Ct);
        return shop;
    }

    private static Task<ListProductsResult> ListAsync(TestShop shop, ListProductsRequest request) =>
        shop.Get<ListProducts>().ExecuteAsync(request, Ct);

    private static async Task<IEnumerable<string>> FoundAsync(TestShop shop, string query) =>
        (await ListAsync(shop, new ListProductsRequest { Query = query })).Products.Select(p => p.Handle);
}
