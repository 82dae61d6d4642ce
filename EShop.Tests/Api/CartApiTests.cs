using System.Net;
using EShop.Core.Carts;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Api;

/// <summary>A cart is filled, changed and emptied by program; it is the cart of the pages.</summary>
public sealed class CartApiTests
{
    [Theory, EachStore]
    public async Task A_line_is_added_changed_and_removed(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var sku = await site.Shop.SkuAsync(stock: 5, priceMinor: 1_000);
        var accountId = (await site.Shop.AccountsAsync(1))[0];
        using var client = await site.SignInAsync(accountId);

        var added = await client.PostAsync("cart/lines", new { skuId = sku, quantity = 2 });
        Assert.Equal(HttpStatusCode.OK, added.Status);
        Assert.Equal(("2", "False"), (added.Text("quantity"), added.Text("isAllThereIs")));
        var page = await site.Shop.Get<ShowCart>().ExecuteAsync(
            new ShowCartRequest(CartOwner.Account(accountId)), TestContext.Current.CancellationToken);
        var shown = (await client.GetAsync("cart")).Body;
        Assert.Equal((2, page.Total.Minor), (page.Lines.Single().Quantity,
            shown.GetProperty("total").GetProperty("minor").GetInt64()));
        var more = await client.SendAsync(HttpMethod.Put, $"cart/lines/{sku}", new { quantity = 9 });
        Assert.Equal(("5", "True"), (more.Text("quantity"), more.Text("isAllThereIs")));
        var removed = await client.SendAsync(HttpMethod.Delete, $"cart/lines/{sku}");
        Assert.Equal(0, removed.Body.GetProperty("lines").GetArrayLength());
        Assert.Equal("line-not-found", (await client.SendAsync(HttpMethod.Delete, $"cart/lines/{sku}")).Code);
        var gone = await client.SendAsync(HttpMethod.Put, $"cart/lines/{sku}", new { quantity = 1 });
        Assert.Equal("line-not-found", gone.Code);
    }

    [Theory, EachStore]
    public async Task Abuse_46_only_a_whole_number_from_1_to_999_is_a_quantity(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var sku = await site.Shop.SkuAsync(stock: 5);
        using var client = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);
        Task<ApiAnswer> AddAsync(string quantity) =>
            client.PostAsync("cart/lines", $"{{\"skuId\":{sku},\"quantity\":{quantity}}}");

        foreach (var bad in new[] { "0", "-1", "1000", "2147483647", "null" })
        {
            var answer = await AddAsync(bad);
            Assert.Equal((bad, 422, "invalid"), (bad, (int)answer.Status, answer.Code));
            Assert.Equal("quantity", answer.Body.GetProperty("errors").EnumerateObject().Single().Name);
        }
        foreach (var bad in new[] { "1.5", "1e9", "2147483648", "\"٣\"", "\"3\"", "\"\"", "true", "[1]", "{}" })
        {
            var answer = await AddAsync(bad);
            Assert.Equal((bad, 400, "malformed"), (bad, (int)answer.Status, answer.Code));
            Assert.Equal("quantity", answer.Body.GetProperty("errors").EnumerateObject().Single().Name);
        }
        Assert.Equal(0, await site.Shop.ReadAsync(db => db.Set<CartLine>().CountAsync()));
        var cheap = await client.PostAsync(
            "cart/lines", new { skuId = sku, quantity = 1, price = 1, name = "cheap", discount = 9_999 });
        var line = cheap.Body.GetProperty("cart").GetProperty("lines")[0];
        Assert.Equal((10_000, "Thing"), (line.GetProperty("price").GetProperty("minor").GetInt64(),
            line.GetProperty("name").GetString()));
    }

    [Theory, EachStore]
    public async Task Each_refusal_of_the_cart_has_its_name(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var gone = await site.Shop.SkuAsync(stock: 0);
        var accounts = await site.Shop.AccountsAsync(2);
        var other = await site.Shop.SkuAsync(stock: 5);
        await site.Shop.CartAsync(accounts[1], (other, 1));
        using var client = await site.SignInAsync(accounts[0]);

        foreach (var unknown in new[] { 0, -1, long.MaxValue })
        {
            var answer = await client.PostAsync("cart/lines", new { skuId = unknown, quantity = 1 });
            Assert.Equal((404, "variant-not-found"), ((int)answer.Status, answer.Code));
        }
        var soldOut = await client.PostAsync("cart/lines", new { skuId = gone, quantity = 1 });
        Assert.Equal((409, "sold-out", "0"), ((int)soldOut.Status, soldOut.Code, soldOut.Text("left")));
        // Abuse 47: what is in another's cart is in no cart of one's own.
        Assert.Equal("line-not-found", (await client.SendAsync(HttpMethod.Delete, $"cart/lines/{other}")).Code);
        Assert.Equal(1, await site.Shop.ReadAsync(db => db.Set<CartLine>().CountAsync()));
    }

    [Fact]
    public async Task Abuse_46_a_cart_holds_100_different_things()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var accountId = (await site.Shop.AccountsAsync(1))[0];
        var skus = new List<long>();
        for (var i = 0; i < 101; i++) skus.Add(await site.Shop.SkuAsync(stock: 5));
        await site.Shop.CartAsync(accountId, [.. skus.Take(100).Select(sku => (sku, 1))]);
        using var client = await site.SignInAsync(accountId);

        var full = await client.PostAsync("cart/lines", new { skuId = skus[100], quantity = 1 });
        Assert.Equal((409, "cart-full"), ((int)full.Status, full.Code));
        Assert.Equal(100, (await client.GetAsync("cart")).Body.GetProperty("lines").GetArrayLength());
    }
}
