using System.Net;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Api;

/// <summary>From a cart to an order that is paid, cancelled or received, by program; the books judge.</summary>
public sealed class OrdersApiTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task An_order_is_quoted_placed_paid_and_received(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, client) = await ShopperAsync(site, stock: 5, quantity: 2);
        using var _ = client;
        var coupon = await site.Shop.CouponAsync(total: 3);
        var claimed = await client.PostAsync($"coupons/{coupon}/claims", key: "c");
        var claim = claimed.Body.GetProperty("claimId").GetInt64();

        var quote = (await client.GetAsync("checkout")).Body;
        Assert.Equal((claim, 19_000), (quote.GetProperty("claimId").GetInt64(), Due(quote)));
        Assert.Equal(shopper.AddressId, quote.GetProperty("addresses")[0].GetProperty("id").GetInt64());
        var placed = await client.PostAsync("orders", Order(shopper.AddressId, 19_000, claim), key: "o");
        Assert.Equal(HttpStatusCode.Created, placed.Status);
        var number = placed.Text("number");
        Assert.Equal($"/api/v1/orders/{number}", placed.Message.Headers.Location?.ToString());
        Assert.Equal(("awaitingPayment", 19_000), (placed.Text("state"), Due(placed.Body)));
        var started = await client.PostAsync($"orders/{number}/payments", new { provider = "sandbox" });
        Assert.True(Uri.TryCreate(started.Text("payAt"), UriKind.Absolute, out var _), started.ToString());

        Assert.True(OrderNumber.TryParse(number, out var order));
        await site.Shop.PayAsync(order, "t1");
        await site.Shop.DeliverAsync();
        Assert.Equal("paid", (await client.GetAsync($"orders/{number}")).Text("state"));
        var shipping = (order, "SF123", shopper.AccountId);
        await site.Shop.WriteAsync(db => OrderLedger.ShipAsync(db, site.Shop.Now, shipping, Ct));
        var received = await client.PostAsync($"orders/{number}/receipt");
        Assert.Equal(("completed", "SF123"), (received.Text("state"), received.Text("tracking")));
        Assert.Equal("used", (await client.GetAsync("coupons/mine")).Body.GetProperty("coupons")[0]
            .GetProperty("state").GetString());
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Page_and_api_show_the_same_order(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, client) = await ShopperAsync(site, stock: 5, quantity: 2);
        using var _ = client;
        var byPage = await site.Shop.PlaceAsync(shopper, RandomToken.New());
        Assert.Equal(CheckOutStatus.Placed, byPage.Status);

        var listed = (await client.GetAsync("orders")).Body.GetProperty("orders")[0];
        var shown = await client.GetAsync($"orders/{byPage.Number.Text.ToLowerInvariant()}");
        var page = (await site.Shop.Get<ShowOrder>().ExecuteAsync(new(shopper.AccountId, byPage.Number), Ct)).Order!;

        Assert.Equal((page.Number.Text, page.Total.Due.Minor, page.Lines.Count),
            (shown.Text("number"), Due(shown.Body), shown.Body.GetProperty("lines").GetArrayLength()));
        Assert.Equal(page.PayUntil, listed.GetProperty("payUntil").GetDateTimeOffset());
        Assert.Equal(page.Recipient, shown.Body.GetProperty("delivery").GetProperty("recipient").GetString());
    }

    [Theory, EachStore]
    public async Task Abuse_51_twenty_equal_keys_at_once_make_one_order(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, client) = await ShopperAsync(site, stock: 100, quantity: 1);
        using var _ = client;
        var body = Order(shopper.AddressId, seenDue: 10_000);

        var answers = await Race.RunAsync(20, _ => client.PostAsync("orders", body, key: "one"));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString()));
        Assert.Single(answers.Select(answer => answer.Text("number")).Distinct());
        Assert.Equal(1, await site.Shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
        Assert.Equal(answers[0].Body.ToString(), (await client.PostAsync("orders", body, key: "one")).Body.ToString());
        await site.Shop.SweepAsync();
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_51_a_key_with_other_content_is_refused_and_a_neighbours_key_is_independent(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, client) = await ShopperAsync(site, stock: 100, quantity: 1);
        using var _ = client;
        var (other, neighbour) = await ShopperAsync(site, stock: 100, quantity: 1);
        using var __ = neighbour;
        var first = await client.PostAsync("orders", Order(shopper.AddressId, seenDue: 10_000), key: "k");
        Assert.Equal(HttpStatusCode.Created, first.Status);
        await site.Shop.WriteAsync(async db => { await db.Set<Core.Carts.Cart>().ExecuteDeleteAsync(Ct); return 0; });
        await site.Shop.CartAsync(other.AccountId, (await site.Shop.SkuAsync(stock: 5), 1));

        foreach (var otherwise in new object[]
        {
            Order(shopper.AddressId, seenDue: 10_001), Order(shopper.AddressId, 10_000, claim: 1),
            new { addressId = shopper.AddressId, seenDueMinor = 10_000, note = "faster" },
        })
        {
            var answer = await client.PostAsync("orders", otherwise, key: "k");
            Assert.Equal((422, "key-used-otherwise"), ((int)answer.Status, answer.Code));
        }
        var theirs = await neighbour.PostAsync("orders", Order(other.AddressId, seenDue: 10_000), key: "k");
        Assert.Equal(HttpStatusCode.Created, theirs.Status);
        Assert.NotEqual(first.Text("number"), theirs.Text("number"));
        Assert.Equal(2, await site.Shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Each_refusal_of_a_checkout_has_its_name_and_leaves_nothing_behind(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, client) = await ShopperAsync(site, stock: 3, quantity: 3);
        using var _ = client;
        var (other, _) = await ShopperAsync(site, stock: 1, quantity: 1);
        var coupon = await site.Shop.CouponAsync(total: 3);
        var theirs = await site.Shop.Get<ClaimCoupon>().ExecuteAsync(new(other.AccountId, coupon, Guid.NewGuid()), Ct);

        async Task<ApiAnswer> PlaceAsync(object body) => await client.PostAsync("orders", body, key: RandomToken.New());
        async Task RefusedAsync(int status, string code, object body)
        {
            var answer = await PlaceAsync(body);
            Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        }

        await RefusedAsync(404, "address-not-found", Order(other.AddressId, seenDue: 30_000)); // abuse 49
        await RefusedAsync(404, "claim-not-found", Order(shopper.AddressId, 30_000, theirs.ClaimId)); // abuse 38
        await RefusedAsync(422, "invalid", new { note = "\u0000" });
        var tooLong = new { addressId = shopper.AddressId, seenDueMinor = 1, note = new string('n', 201) };
        await RefusedAsync(422, "invalid", tooLong);
        var changed = await PlaceAsync(Order(shopper.AddressId, seenDue: 1)); // abuse 50
        Assert.Equal((409, "total-changed", 30_000), ((int)changed.Status, changed.Code, Due(changed.Body)));
        await site.Shop.WriteAsync(db => db.Set<Core.Carts.CartLine>().Where(l => l.Quantity == 3)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Quantity, 4), Ct));
        var soldOut = await PlaceAsync(Order(shopper.AddressId, seenDue: 40_000));
        Assert.Equal((409, "sold-out", "3"), ((int)soldOut.Status, soldOut.Code, soldOut.Text("left")));
        await site.Shop.WriteAsync(db => db.Set<Core.Catalog.Product>()
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, Core.Catalog.ProductState.Archived), Ct));
        await RefusedAsync(409, "not-for-sale", Order(shopper.AddressId, seenDue: 40_000));
        await site.Shop.WriteAsync(db => db.Set<Core.Carts.Cart>().ExecuteDeleteAsync(Ct));
        await RefusedAsync(409, "cart-empty", Order(shopper.AddressId, seenDue: 0)); // abuse 53
        Assert.Equal("cart-empty", (await client.GetAsync("checkout")).Code);
        Assert.Equal(0, await site.Shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_52_a_fourth_unpaid_order_is_refused(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, client) = await ShopperAsync(site, stock: 9, quantity: 1);
        using var _ = client;
        var sku = await site.Shop.SkuAsync(stock: 9);

        for (var i = 0; i < 3; i++)
        {
            var placed = await client.PostAsync("orders", Order(shopper.AddressId, seenDue: 10_000), key: $"k{i}");
            Assert.True(placed.Status == HttpStatusCode.Created, placed.ToString());
            await client.PostAsync("cart/lines", new { skuId = sku, quantity = 1 });
        }
        var fourth = await client.PostAsync("orders", Order(shopper.AddressId, seenDue: 10_000), key: "k4");
        Assert.Equal((409, "too-many-open-orders"), ((int)fourth.Status, fourth.Code));
    }

    [Theory, EachStore]
    public async Task Abuse_58_an_order_is_cancelled_once_and_only_while_it_is_open(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, client) = await ShopperAsync(site, stock: 9, quantity: 1);
        using var _ = client;
        var number = (await client.PostAsync("orders", Order(shopper.AddressId, 10_000), key: "k")).Text("number");

        Assert.Equal("order-not-shipped", (await client.PostAsync($"orders/{number}/receipt")).Code);
        var cancelled = await client.PostAsync($"orders/{number}/cancel");
        Assert.Equal(("closed", "cancelledByShopper"), (cancelled.Text("state"), cancelled.Text("closeReason")));
        Assert.Equal("order-not-open", (await client.PostAsync($"orders/{number}/cancel")).Code);
        var pay = await client.PostAsync($"orders/{number}/payments", new { provider = "sandbox" });
        Assert.Equal((409, "nothing-to-pay"), ((int)pay.Status, pay.Code));
        var provider = await client.PostAsync($"orders/{number}/payments", new { provider = "nobody" });
        Assert.Equal((422, "invalid"), ((int)provider.Status, provider.Code));
        await site.Shop.DeliverAsync();
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_56_57_anothers_order_is_not_found_and_neither_is_nonsense(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (owner, _) = await ShopperAsync(site, stock: 9, quantity: 1);
        var theirs = (await site.Shop.PlaceAsync(owner, RandomToken.New())).Number;
        using var client = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);

        foreach (var number in new[] { theirs.Text, "nonsense", "260701-0000000000000", "a'b" })
        {
            var shown = await client.GetAsync($"orders/{number}");
            Assert.Equal((number, HttpStatusCode.NotFound), (number, shown.Status));
            foreach (var act in new[] { "cancel", "receipt" })
                Assert.Equal((number, HttpStatusCode.NotFound),
                    (number, (await client.PostAsync($"orders/{number}/{act}")).Status));
            var pay = await client.PostAsync($"orders/{number}/payments", new { provider = "sandbox" });
            Assert.Equal((number, HttpStatusCode.NotFound), (number, pay.Status));
        }
        Assert.Equal(OrderState.AwaitingPayment, await site.Shop.ReadAsync(db =>
            db.Set<Order>().Select(o => o.State).SingleAsync(Ct)));
    }

    private static object Order(long addressId, long seenDue, long? claim = null) =>
        new { addressId, seenDueMinor = seenDue, claimId = claim };

    private static long Due(System.Text.Json.JsonElement body) =>
        body.GetProperty("total").GetProperty("due").GetProperty("minor").GetInt64();

    /// <summary>Somebody with an address and so many of a thing for 100.00 in the cart.</summary>
    private static async Task<((long AccountId, long AddressId) Shopper, ApiClient Client)> ShopperAsync(
        ShopSite site, int stock, int quantity)
    {
        var shopper = await site.Shop.ShopperAsync();
        await site.Shop.CartAsync(shopper.AccountId, (await site.Shop.SkuAsync(stock), quantity));
        return (shopper, await site.SignInAsync(shopper.AccountId));
    }
}
