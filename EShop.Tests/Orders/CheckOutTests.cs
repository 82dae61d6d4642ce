using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

public sealed class CheckOutTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S10_200_shoppers_want_the_last_50_and_exactly_50_get_them(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var skuId = await shop.SkuAsync(stock: 50);
        var shoppers = new List<(long, long)>();
        for (var i = 0; i < 200; i++)
        {
            var shopper = await shop.ShopperAsync();
            await shop.CartAsync(shopper.AccountId, (skuId, 1));
            shoppers.Add(shopper);
        }

        var results = await Race.RunAsync(200, i => shop.PlaceAsync(shoppers[i], RandomToken.New()));

        Assert.Equal(50, results.Count(r => r.Status == CheckOutStatus.Placed));
        Assert.Equal(150, results.Count(r => r.Status == CheckOutStatus.SoldOut));
        var level = await shop.StockAsync(skuId);
        Assert.Equal((0L, 50L, 0L), (level.Available, level.Locked, level.Sold));
        Assert.Equal(50, await shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task F36_One_shopper_in_20_tabs_with_one_key_places_one_order(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 100), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (skuId, 2));
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(shopper.AccountId, null), Ct);
        var request = new CheckOutRequest(
            shopper.AccountId, "the-one-key", shopper.AddressId, null, "", quote.Total.Due);

        var results = await Race.RunAsync(20, _ => shop.Get<CheckOut>().ExecuteAsync(request, Ct));

        Assert.Equal(1, results.Count(r => r.Status == CheckOutStatus.Placed));
        Assert.Equal(19, results.Count(r => r.Status == CheckOutStatus.AlreadyPlaced));
        Assert.Single(results.Select(r => r.Number).Distinct());
        var level = await shop.StockAsync(skuId);
        Assert.Equal((98L, 2L), (level.Available, level.Locked));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S14_A_coupon_pays_once_and_a_second_order_cannot_have_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 100), await shop.ShopperAsync());
        var couponId = await shop.CouponAsync(total: 10);
        var claim = await shop.Get<ClaimCoupon>().ExecuteAsync(
            new ClaimCouponRequest(shopper.AccountId, couponId, Guid.NewGuid()), Ct);
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var quote = await shop.Get<QuoteCheckout>().ExecuteAsync(new(shopper.AccountId, claim.ClaimId), Ct);
        Assert.Equal((10_000L, 1_000L, 0L, 9_000L), (quote.Total.Goods.Minor, quote.Total.Discount.Minor,
            quote.Total.Shipping.Minor, quote.Total.Due.Minor));

        var results = await Race.RunAsync(5, _ => shop.Get<CheckOut>().ExecuteAsync(new CheckOutRequest(
            shopper.AccountId, RandomToken.New(), shopper.AddressId, claim.ClaimId, "", quote.Total.Due), Ct));

        Assert.Equal(1, results.Count(r => r.Status == CheckOutStatus.Placed));
        Assert.All(results.Where(r => r.Status != CheckOutStatus.Placed), r => Assert.Contains(
            r.Status, new[] { CheckOutStatus.CouponRefused, CheckOutStatus.CartEmpty }));
        var level = await shop.StockAsync(skuId);
        Assert.Equal((99L, 1L), (level.Available, level.Locked));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_refused_second_line_gives_the_first_back_at_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (plenty, few) = (await shop.SkuAsync(stock: 10), await shop.SkuAsync(stock: 1));
        var shopper = await shop.ShopperAsync();
        await shop.CartAsync(shopper.AccountId, (plenty, 3), (few, 2));

        var result = await shop.PlaceAsync(shopper, "key");

        Assert.Equal((CheckOutStatus.SoldOut, few, 1L), (result.Status, result.SkuId, result.Left));
        Assert.Equal((10L, 0L), (await Free(plenty), (await shop.StockAsync(plenty)).Locked));
        Assert.Equal((1L, 0L), (await Free(few), (await shop.StockAsync(few)).Locked));
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
        await shop.AuditAsync();

        async Task<long> Free(long skuId) => (await shop.StockAsync(skuId)).Available;
    }

    [Theory, EachStore]
    public async Task A_total_that_the_shopper_did_not_see_is_confirmed_first(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 10), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (skuId, 1));

        var result = await shop.Get<CheckOut>().ExecuteAsync(
            new CheckOutRequest(shopper.AccountId, "key", shopper.AddressId, null, "", new Money(1)), Ct);

        Assert.Equal((CheckOutStatus.TotalChanged, 10_000L), (result.Status, result.Total?.Due.Minor));
        Assert.Equal(10L, (await shop.StockAsync(skuId)).Available);
    }

    [Theory, EachStore]
    public async Task Each_early_refusal_is_told_apart(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(10), await shop.ShopperAsync());
        var stranger = await shop.ShopperAsync();

        Assert.Equal(CheckOutStatus.KeyMalformed, (await shop.PlaceAsync(shopper, "no key!")).Status);
        Assert.Equal(CheckOutStatus.KeyMalformed, (await shop.PlaceAsync(shopper, new string('a', 65))).Status);
        Assert.Equal(CheckOutStatus.CartEmpty, (await shop.PlaceAsync(shopper, "key")).Status);
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        Assert.Equal(CheckOutStatus.AddressMissing,
            (await shop.PlaceAsync((shopper.AccountId, stranger.AddressId), "key")).Status);
        Assert.Equal(CheckOutStatus.CouponRefused, (await shop.PlaceAsync(shopper, "key", claimId: 99)).Status);
        Assert.Equal(CheckOutStatus.Placed, (await shop.PlaceAsync(shopper, "key")).Status);
        Assert.Equal(CheckOutStatus.AlreadyPlaced, (await shop.PlaceAsync(shopper, "key")).Status);
        Assert.Equal(9L, (await shop.StockAsync(skuId)).Available);
    }

    [Theory, EachStore]
    public async Task A_person_has_at_most_three_unpaid_orders(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 10), await shop.ShopperAsync());
        var statuses = new List<CheckOutStatus>();

        for (var i = 0; i < 4; i++)
        {
            await shop.WriteAsync(db => db.Set<EShop.Core.Carts.Cart>().ExecuteDeleteAsync(Ct));
            await shop.CartAsync(shopper.AccountId, (skuId, 1));
            statuses.Add((await shop.PlaceAsync(shopper, $"key-{i}")).Status);
        }

        Assert.Equal([CheckOutStatus.Placed, CheckOutStatus.Placed, CheckOutStatus.Placed, CheckOutStatus.TooManyOpen],
            statuses);
        Assert.Equal(3L, (await shop.StockAsync(skuId)).Locked);
    }
}
