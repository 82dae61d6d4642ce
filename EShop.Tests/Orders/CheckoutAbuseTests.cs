using System.Net;
using EShop.Core.Catalog;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Coupons;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

/// <summary>A checkout form in the hands of somebody who writes what it sends (abuse 49 to 57).</summary>
public sealed class CheckoutAbuseTests
{
    private const string Form = "form:has(input[name='Form.Key'])";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_49_whatever_else_a_form_sends_the_shop_reckons_by_itself(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, visitor) = await AtCheckoutAsync(site, quantity: 2);
        using var _ = visitor;
        var stranger = await site.Shop.ShopperAsync();
        var page = await visitor.GetAsync("/checkout");

        var theirs = await visitor.SubmitAsync(page, Form, Placing(stranger.AddressId));
        Assert.Equal(HttpStatusCode.Conflict, theirs.Status);
        var cheaper = await visitor.SubmitAsync(page, Form, Placing(shopper.AddressId, ("Form.SeenDue", "1")));
        Assert.Equal(HttpStatusCode.Conflict, cheaper.Status);
        var seen = await visitor.SubmitAsync(
            page, Form, Placing(shopper.AddressId, ("Form.Seen", $"0 0 {long.MaxValue}:1:1")));
        Assert.Equal(HttpStatusCode.Conflict, seen.Status);
        Assert.Equal(0, await site.Shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));

        var placed = await visitor.SubmitAsync(page, Form, Placing(
            shopper.AddressId, ("Form.Total", "1"), ("Form.Due", "1"), ("Form.Price", "1"), ("Form.Shipping", "-5"),
            ("Form.Discount", "100"), ("Form.Currency", "XXX"), ("Form.AccountId", $"{stranger.AccountId}")));

        Assert.EndsWith("/pay", placed.Path, StringComparison.Ordinal);
        var order = await site.Shop.ReadAsync(db => db.Set<Order>().SingleAsync(Ct));
        Assert.Equal((shopper.AccountId, 20_000L, 0L, 0L, 20_000L, "CNY"),
            (order.AccountId, order.GoodsMinor, order.DiscountMinor, order.ShippingMinor, order.DueMinor,
                order.Currency));
        await site.Shop.AuditAsync();
    }

    [Theory]
    [InlineData(""), InlineData("0"), InlineData("0 0 1"), InlineData("0 0 1:2"), InlineData("0 0 -1:1:1")]
    [InlineData("0 0 1:99999999999:1"), InlineData("0 0 99999999999999999999:1:1"), InlineData("x y")]
    [InlineData("0 0 ")]
    public async Task Abuse_49_a_seen_text_that_no_page_wrote_is_as_if_not_there(string text)
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var (shopper, visitor) = await AtCheckoutAsync(site, quantity: 1);
        using var _ = visitor;
        var page = await visitor.GetAsync("/checkout");
        var placed = await visitor.SubmitAsync(page, Form, Placing(shopper.AddressId, ("Form.Seen", text)));
        Assert.EndsWith("/pay", placed.Path, StringComparison.Ordinal); // the total alone was compared
    }

    [Theory, EachStore]
    public async Task Abuse_53_no_step_of_a_checkout_can_be_skipped(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (shopper, visitor) = await AtCheckoutAsync(site, quantity: 1);
        using var _ = visitor;

        var unasked = await visitor.PostAsync("/checkout", Placing(shopper.AddressId, ("_handler", "checkout")));
        Assert.Equal(HttpStatusCode.BadRequest, unasked.Status); // no page of ours wrote that form
        var page = await visitor.GetAsync("/checkout");
        var keyless = await visitor.SubmitAsync(page, Form, Placing(shopper.AddressId, ("Form.Key", "no key!")));
        Assert.Contains("This page had worn out", keyless.Text, StringComparison.Ordinal);
        var blind = await visitor.SubmitAsync(page, Form, Placing(shopper.AddressId, ("Form.SeenDue", "")));
        Assert.Equal(HttpStatusCode.Conflict, blind.Status); // a total that was not seen is confirmed first
        var nowhere = await visitor.SubmitAsync(page, Form, Placing(0));
        Assert.Equal(HttpStatusCode.Conflict, nowhere.Status);
        await site.Shop.WriteAsync(db => db.Set<Core.Carts.Cart>().ExecuteDeleteAsync(Ct));
        var empty = await visitor.SubmitAsync(page, Form, Placing(shopper.AddressId));
        Assert.Contains("Your cart is empty", empty.Text, StringComparison.Ordinal);
        Assert.Equal(0, await site.Shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_54_the_dearest_order_that_there_can_be_is_reckoned_right(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (shopper, lines) = (await shop.ShopperAsync(), new List<(long, int)>());
        for (var i = 0; i < 100; i++)
            lines.Add((await shop.SkuAsync(999, priceMinor: Sku.PriceMinorMax), 999));
        await shop.CartAsync(shopper.AccountId, [.. lines]);

        var result = await shop.PlaceAsync(shopper, "dear");

        Assert.Equal(CheckOutStatus.Placed, result.Status);
        var order = (await shop.Get<ShowOrder>().ExecuteAsync(new(shopper.AccountId, result.Number), Ct)).Order!;
        Assert.Equal((100, 99_900_000_000_000L), (order.Lines.Count, order.Total.Due.Minor));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_55_only_an_order_with_nothing_due_is_paid_without_a_payment(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (sku, dear, shopper) = (await shop.SkuAsync(9), await shop.SkuAsync(9), await shop.ShopperAsync());
        var claimId = await shop.ClaimAsync(shopper.AccountId, SeedCoupon.Amount(10_000));
        await shop.CartAsync(shopper.AccountId, (sku, 1), (dear, 1));

        // Nothing was seen to be due, but something is.
        var forged = await shop.Get<CheckOut>().ExecuteAsync(new CheckOutRequest(
            shopper.AccountId, "forged", shopper.AddressId, claimId, "", Money.Zero), Ct);
        Assert.Equal(CheckOutStatus.TotalChanged, forged.Status);
        await shop.Get<Core.Carts.RemoveCartLine>().ExecuteAsync(
            new(Core.Carts.CartOwner.Account(shopper.AccountId), dear), Ct);
        var free = await shop.PlaceAsync(shopper, "free", claimId);
        await shop.DeliverAsync();

        var order = (await shop.Get<ShowOrder>().ExecuteAsync(new(shopper.AccountId, free.Number), Ct)).Order!;
        Assert.Equal((OrderState.Paid, 0L), (order.State, order.Total.Due.Minor));
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<Payment>().CountAsync(Ct)));
        var level = await shop.StockAsync(sku);
        Assert.Equal((8L, 0L, 1L), (level.Available, level.Locked, level.Sold));
        await shop.AuditAsync();
    }

    [Fact]
    public void Abuse_57_a_number_tells_nothing_of_the_next_one()
    {
        var now = new DateTimeOffset(2026, 7, 1, 2, 0, 0, TimeSpan.Zero);
        var numbers = Enumerable.Range(0, 10_000).Select(_ => OrderNumber.New(now).Text).ToList();
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
        var random = numbers.Select(number => number[(number.IndexOf('-') + 1)..]).ToList();
        Assert.All(random, text => Assert.Equal(13, text.Length)); // 13 symbols of 32: 65 bits
        for (var at = 0; at < 13; at++)
        {
            var often = random.CountBy(text => text[at]).ToList();
            Assert.Equal(32, often.Count);
            Assert.All(often, symbol => Assert.InRange(symbol.Value, 150, 500)); // 312 each, were they even
        }
    }

    private static async Task<((long AccountId, long AddressId) Shopper, HttpVisitor Visitor)> AtCheckoutAsync(
        ShopSite site, int quantity)
    {
        var shopper = await site.Shop.ShopperAsync();
        await site.Shop.CartAsync(shopper.AccountId, (await site.Shop.SkuAsync(9), quantity));
        var visitor = new HttpVisitor(site.Address);
        visitor.Take(await site.CookieAsync(shopper.AccountId));
        return (shopper, visitor);
    }

    private static Dictionary<string, string> Placing(long addressId, params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string> { ["Form.AddressId"] = $"{addressId}", ["Form.Step"] = "place" };
        foreach (var (name, value) in more) fields[name] = value;
        return fields;
    }
}
