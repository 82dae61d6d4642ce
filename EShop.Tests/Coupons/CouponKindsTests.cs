using EShop.Core.Carts;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Coupons;

/// <summary>Each kind of coupon from the cart to the books, and what refuses it.</summary>
public sealed class CouponKindsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Each_kind_takes_off_what_it_says_and_the_books_agree(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        (CouponTerms Terms, long Discount, long Shipping)[] kinds =
        [
            (SeedCoupon.Amount(1_000), 1_000, 800),
            (SeedCoupon.Amount(90_000), 6_000, 800),
            (SeedCoupon.Percent(15), 900, 800),
            (SeedCoupon.Percent(50, ceiling: 2_000), 2_000, 800),
            (SeedCoupon.Shipping(minimum: 6_000), 0, 0),
        ];
        var skuId = await shop.SkuAsync(stock: 100, priceMinor: 2_000);
        foreach (var (terms, discount, shipping) in kinds)
        {
            var shopper = await shop.ShopperAsync();
            await shop.CartAsync(shopper.AccountId, (skuId, 3));
            var claimId = await shop.ClaimAsync(shopper.AccountId, terms);
            var total = (await shop.QuoteAsync(shopper.AccountId, claimId)).Total;
            Assert.Equal((6_000L, discount, shipping), (total.Goods.Minor, total.Discount.Minor, total.Shipping.Minor));
            var placed = await shop.PlaceAsync(shopper, RandomToken.New(), claimId);
            Assert.Equal(CheckOutStatus.Placed, placed.Status);
            if (!total.Due.IsZero)
                Assert.Equal(ReceivePaymentStatus.Recorded, await shop.PayAsync(placed.Number, placed.Number.Text));
        }

        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_40_Below_its_minimum_a_coupon_is_refused_and_stays(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 9, priceMinor: 4_999), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var claimId = await shop.ClaimAsync(shopper.AccountId, SeedCoupon.Amount(1_000, minimum: 5_000));

        var quote = await shop.QuoteAsync(shopper.AccountId, claimId);
        var refused = await PlaceAsync(shop, shopper, claimId, new Money(4_799));

        Assert.Equal((CouponFit.BelowMinimum, 1L), Why(Assert.Single(quote.Claims)));
        Assert.Equal((null, 5_799L), (quote.ClaimId, quote.Total.Due.Minor));
        Assert.Equal(CheckOutStatus.CouponRefused, refused.Status);
        Assert.Equal(9, (await shop.StockAsync(skuId)).Available);
        Assert.Equal(ClaimState.Unused, Assert.Single(await MineAsync(shop, shopper.AccountId)).State);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_40_A_line_taken_out_takes_the_coupon_with_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 9, priceMinor: 3_000), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (skuId, 2));
        var claimId = await shop.ClaimAsync(shopper.AccountId, SeedCoupon.Amount(1_000, minimum: 5_000));
        var seen = (await shop.QuoteAsync(shopper.AccountId, claimId)).Total.Due;
        await shop.Get<ChangeCartLine>().ExecuteAsync(
            new(CartOwner.Account(shopper.AccountId), skuId, 1), Ct);

        Assert.Equal(
            CheckOutStatus.CouponRefused, (await PlaceAsync(shop, shopper, claimId, seen)).Status);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_coupon_for_a_category_counts_only_what_is_in_it(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (inside, outside) = (await shop.SkuAsync(9, 4_000), await shop.SkuAsync(9, 2_000));
        var categoryId = (await shop.GoodsAsync(inside)).CategoryId;
        var terms = SeedCoupon.Percent(50) with { MinimumMinor = 4_000, Scope = CouponScope.Categories };
        terms = terms with { ScopeIds = CouponTerms.ScopeOf([categoryId]) };
        var shopper = await shop.ShopperAsync();
        await shop.CartAsync(shopper.AccountId, (inside, 1), (outside, 1));
        var claimId = await shop.ClaimAsync(shopper.AccountId, terms);

        var placed = await shop.PlaceAsync(shopper, "one", claimId);

        var order = await shop.ReadAsync(db => db.FindAsync<Order>([placed.Number.Text], Ct).AsTask());
        Assert.Equal((6_000L, 2_000L), (order!.GoodsMinor, order.DiscountMinor));
        await shop.AuditAsync();
        // Moved to another category since: the order keeps where it stood.
        await shop.MoveAsync(inside, (await shop.GoodsAsync(outside)).CategoryId);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_coupon_for_products_does_not_fit_a_cart_without_them(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (inside, outside) = (await shop.SkuAsync(9, 4_000), await shop.SkuAsync(9, 2_000));
        var productId = (await shop.GoodsAsync(inside)).ProductId;
        var terms = SeedCoupon.Shipping() with
        {
            Scope = CouponScope.Products,
            ScopeIds = CouponTerms.ScopeOf([productId]),
        };
        var shopper = await shop.ShopperAsync();
        await shop.CartAsync(shopper.AccountId, (outside, 1));
        var claimId = await shop.ClaimAsync(shopper.AccountId, terms);

        var quote = await shop.QuoteAsync(shopper.AccountId, claimId);

        Assert.Equal((CouponFit.NothingInScope, 0L), Why(Assert.Single(quote.Claims)));
        Assert.Equal(CheckOutStatus.CouponRefused, (await PlaceAsync(shop, shopper, claimId, quote.Total.Due)).Status);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task The_one_that_saves_most_is_proposed_and_of_equal_ones_the_first_to_expire(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(9, 5_000), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var accountId = shopper.AccountId;
        Assert.Null((await shop.QuoteAsync(accountId)).ClaimId);
        var less = await shop.ClaimAsync(accountId, SeedCoupon.Amount(500));
        var later = await shop.ClaimAsync(accountId, SeedCoupon.Percent(16));
        var shipping = await shop.ClaimAsync(accountId, await shop.CouponAsync(
            new SeedCoupon(SeedCoupon.Shipping()) { UsableUntil = shop.Now.AddDays(2) }));
        var unfit = await shop.ClaimAsync(accountId, SeedCoupon.Amount(5_000, minimum: 5_001));

        var proposed = await shop.QuoteAsync(accountId);

        Assert.Equal([shipping, later, less, unfit], proposed.Claims.Select(c => c.ClaimId));
        Assert.Equal([800L, 800L, 500L, 0L], proposed.Claims.Select(c => c.Saves.Minor));
        Assert.Equal((shipping, 5_000L), (proposed.ClaimId, proposed.Total.Due.Minor));
        Assert.Null((await shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, null), Ct)).ClaimId);
    }

    [Theory, EachStore]
    public async Task A_fixed_end_is_the_end_of_all_claims_whenever_they_were_claimed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var accounts = await shop.AccountsAsync(2);
        var end = shop.Now.AddDays(3);
        var couponId = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100)) { UsableUntil = end });
        await shop.ClaimAsync(accounts[0], couponId);
        shop.Clock.Advance(TimeSpan.FromHours(5));
        await shop.ClaimAsync(accounts[1], couponId);

        foreach (var account in accounts)
            Assert.Equal(end, Assert.Single(await MineAsync(shop, account)).ExpiresAt);
    }

    [Theory, EachStore]
    public async Task Abuse_38_Somebody_elses_coupon_is_refused_and_stays_theirs(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(9, 5_000), await shop.ShopperAsync());
        var owner = (await shop.AccountsAsync(1))[0];
        var theirs = await shop.ClaimAsync(owner, SeedCoupon.Amount(1_000));
        await shop.CartAsync(shopper.AccountId, (skuId, 1));

        var quote = await shop.QuoteAsync(shopper.AccountId, theirs);
        var refused = await PlaceAsync(shop, shopper, theirs, new Money(4_800));

        Assert.Equal((null, 0), (quote.ClaimId, quote.Claims.Count));
        Assert.Equal(CheckOutStatus.CouponRefused, refused.Status);
        Assert.Equal(ClaimState.Unused, Assert.Single(await MineAsync(shop, owner)).State);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_39_One_coupon_in_two_checkouts_at_once_goes_into_one_order(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var (skuId, shopper) = (await shop.SkuAsync(99, 5_000), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var claimId = await shop.ClaimAsync(shopper.AccountId, SeedCoupon.Amount(1_000));
        var due = (await shop.QuoteAsync(shopper.AccountId, claimId)).Total.Due;
        CheckOut[] nodes = [shop.Get<CheckOut>(), node.Get<CheckOut>()];

        var results = await Race.RunAsync(6, i => nodes[i % 2].ExecuteAsync(
            new CheckOutRequest(shopper.AccountId, $"key-{i}", shopper.AddressId, claimId, "", due), Ct));

        Assert.Equal(1, results.Count(r => r.Status == CheckOutStatus.Placed));
        var mine = Assert.Single(await MineAsync(shop, shopper.AccountId));
        Assert.Equal((ClaimState.Held, results.Single(r => r.Status == CheckOutStatus.Placed).Number),
            (mine.State, mine.Order!.Value));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_41_A_used_coupon_is_used_for_good_and_one_given_back_is_not(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(9, 5_000), await shop.ShopperAsync());
        var claimId = await shop.ClaimAsync(shopper.AccountId, SeedCoupon.Amount(1_000));
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var closed = await shop.PlaceAsync(shopper, "closed", claimId);
        await shop.Get<CancelOrder>().ExecuteAsync(new(shopper.AccountId, closed.Number), Ct);
        await shop.DeliverAsync();
        await shop.AddAsync(shopper.AccountId, skuId);
        var paid = await shop.PlaceAsync(shopper, "paid", claimId);
        Assert.Equal(CheckOutStatus.Placed, paid.Status);
        await shop.PayAsync(paid.Number, "trade");
        await shop.DeliverAsync();
        await shop.AddAsync(shopper.AccountId, skuId);

        var again = await PlaceAsync(shop, shopper, claimId, new Money(4_800));

        Assert.Equal(CheckOutStatus.CouponRefused, again.Status);
        var mine = Assert.Single(await MineAsync(shop, shopper.AccountId));
        Assert.Equal(
            [
                (ClaimStepKind.Claimed, null), (ClaimStepKind.Held, closed.Number.Text),
                (ClaimStepKind.GivenBack, closed.Number.Text), (ClaimStepKind.Held, paid.Number.Text),
                (ClaimStepKind.Used, paid.Number.Text),
            ],
            mine.Steps.Select(s => (s.Kind, s.Order?.Text)));
        await shop.AuditAsync();
    }

    private static Task<CheckOutResult> PlaceAsync(
        TestShop shop, (long AccountId, long AddressId) shopper, long claimId, Money seen) =>
        shop.Get<CheckOut>().ExecuteAsync(new CheckOutRequest(
            shopper.AccountId, RandomToken.New(), shopper.AddressId, claimId, "", seen), Ct);

    private static async Task<IReadOnlyList<MyClaimRow>> MineAsync(TestShop shop, long accountId) =>
        (await shop.Get<ListMyClaims>().ExecuteAsync(new ListMyClaimsRequest(accountId, 1), Ct)).Claims;

    private static (CouponFit, long) Why(UsableClaim claim) => (claim.Saving.Fit, claim.Saving.Missing.Minor);
}
