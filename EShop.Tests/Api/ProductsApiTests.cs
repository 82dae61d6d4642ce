using System.Net;
using EShop.Core.Catalog;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Api;

/// <summary>The catalogue for programs; whatever is asked for, it answers or says what is wrong.</summary>
public sealed class ProductsApiTests
{
    [Theory, EachStore]
    public async Task Products_are_listed_searched_and_shown_with_what_can_be_bought(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var sku = await site.Shop.SkuAsync(stock: 7, priceMinor: 12_345);
        await site.Shop.WriteAsync(async db =>
        {
            foreach (var product in await db.Set<Product>().Include(p => p.Skus).ToListAsync()) product.Refresh();
            return true;
        });
        using var client = new ApiClient(site.Address);

        var listed = (await client.GetAsync("products?q=thing&sort=price&size=5")).Body.GetProperty("products")[0];
        var handle = listed.GetProperty("handle").GetString();
        var shown = (await client.GetAsync($"products/{handle}")).Body;
        var category = (await client.GetAsync("categories")).Body.GetProperty("categories")[0];
        var within = await client.GetAsync($"products?category={category.GetProperty("handle").GetString()}");

        Assert.Equal(
            ("Thing", 12_345, 7),
            (listed.GetProperty("name").GetString(), listed.GetProperty("priceFrom").GetProperty("minor").GetInt64(),
                listed.GetProperty("available").GetInt64()));
        Assert.Equal(sku, shown.GetProperty("variants")[0].GetProperty("skuId").GetInt64());
        Assert.Equal("1", within.Text("count"));
        Assert.Equal("product-not-found", (await client.GetAsync("products/nonsense")).Code);
        Assert.Equal("category-not-found", (await client.GetAsync("products?category=nonsense")).Code);
    }

    /// <summary>Abuse 42 to 44, each on both stores: what no text holds is refused by one of them only.</summary>
    [Theory, EachStore]
    public async Task Abuse_42_43_44_no_parameter_breaks_the_list(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        await site.Shop.SkuAsync(stock: 1);
        using var client = new ApiClient(site.Address);

        foreach (var query in new[]
        {
            "page=-1", "page=0", "page=2147483647", "size=100000", "size=-5", "sort=price;DELETE", "tag=%00",
            "inStock=true", "minMinor=-5", "minMinor=9223372036854775807",
        })
        {
            var answer = await client.GetAsync($"products?{query}");
            Assert.Equal((query, HttpStatusCode.OK, "1"), (query, answer.Status, answer.Text("page")));
        }
        foreach (var text in new[]
        {
            new string('q', 5_000), "%25%25%25%25", "_", "'; DROP TABLE products;--", "%00", "%E2%80%AE", "(a+)%2B%24",
            "\u4E1C\u897F", "%F0%9F%92%A9",
        })
            Assert.Equal((text, HttpStatusCode.OK), (text, (await client.GetAsync($"products?q={text}")).Status));
        foreach (var wrong in new[]
        {
            "page=abc", "page=1.5", "page=99999999999", "size=x", "inStock=maybe", "minMinor=1e9",
        })
        {
            var answer = await client.GetAsync($"products?{wrong}");
            Assert.Equal((wrong, 400, "malformed"), (wrong, (int)answer.Status, answer.Code));
        }
        foreach (var category in new[] { "%00", "A B", new string('c', 5_000), "../x" })
            Assert.Equal("category-not-found", (await client.GetAsync($"products?category={category}")).Code);
    }

    [Theory, EachStore]
    public async Task Abuse_44_a_hidden_product_is_not_found(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        await site.Shop.SkuAsync(stock: 1);
        using var client = new ApiClient(site.Address);
        var listed = (await client.GetAsync("products")).Body.GetProperty("products")[0];
        var handle = listed.GetProperty("handle").GetString();

        foreach (var state in new[] { ProductState.Draft, ProductState.Archived })
        {
            await site.Shop.WriteAsync(db =>
                db.Set<Product>().ExecuteUpdateAsync(set => set.SetProperty(p => p.State, state)));
            var answer = await client.GetAsync($"products/{handle}");
            Assert.Equal((HttpStatusCode.NotFound, "product-not-found"), (answer.Status, answer.Code));
            Assert.Equal("0", (await client.GetAsync("products")).Text("count"));
        }
    }
}
