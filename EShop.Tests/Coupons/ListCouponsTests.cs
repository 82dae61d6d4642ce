using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Coupons;

public sealed class ListCouponsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_coupon_centre_says_how_each_coupon_stands(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var accounts = await shop.AccountsAsync(2);
        var (mine, gone, open) = (await shop.CouponAsync(9), await shop.CouponAsync(1), await shop.CouponAsync(9));
        var (paused, later) = (await AddAsync(shop, c => c.State = CouponState.Paused),
            await AddAsync(shop, c => c.OpensAt = shop.Now.AddHours(1)));
        await AddAsync(shop, c => c.State = CouponState.Draft);
        await AddAsync(shop, c => c.State = CouponState.Ended);
        await AddAsync(shop, c => c.ClosesAt = shop.Now);
        await ClaimAsync(shop, accounts[0], mine);
        await ClaimAsync(shop, accounts[1], gone);

        var listed = await shop.Get<ListCoupons>().ExecuteAsync(new ListCouponsRequest(accounts[0]), Ct);

        Assert.Equal(
            [
                (open, CouponOffer.Open), (later, CouponOffer.NotOpenYet), (mine, CouponOffer.AlreadyYours),
                (paused, CouponOffer.Paused), (gone, CouponOffer.AllGone),
            ],
            listed.Coupons.Select(c => (c.CouponId, c.Offer)));
        Assert.Equal((9, 8, 1, shop.Now.AddDays(7)), Numbers(listed.Coupons.Single(c => c.CouponId == mine)));
        var anonymous = await shop.Get<ListCoupons>().ExecuteAsync(new ListCouponsRequest(null), Ct);
        Assert.Equal(CouponOffer.Open, anonymous.Coupons.Single(c => c.CouponId == mine).Offer);
    }

    [Theory, EachStore]
    public async Task The_coupon_for_new_customers_is_shown_to_who_is_not_signed_in(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = (await shop.AccountsAsync(1))[0];
        Assert.Null((await shop.Get<ListCoupons>().ExecuteAsync(new ListCouponsRequest(null), Ct)).ForNewCustomers);
        var id = await AddAsync(shop, _ => { }, CouponAudience.NewCustomer);
        shop.Clock.Advance(TimeSpan.FromSeconds(1)); // the account above is from before the term
        await shop.WriteAsync(db =>
        {
            db.Add(new NewCustomerTerm { CouponId = id, StartedAt = shop.Now });
            return Task.FromResult(true);
        });

        var anonymous = await shop.Get<ListCoupons>().ExecuteAsync(new ListCouponsRequest(null), Ct);
        var signedIn = await shop.Get<ListCoupons>().ExecuteAsync(new ListCouponsRequest(account), Ct);

        Assert.Equal(7, anonymous.ForNewCustomers!.ValidDays);
        Assert.Null(signedIn.ForNewCustomers);
        Assert.Empty(anonymous.Coupons);
    }

    [Theory, EachStore]
    public async Task My_coupon_tells_its_way_through_a_closed_order_and_a_paid_one(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 9), await shop.ShopperAsync());
        var claimId = await ClaimAsync(shop, shopper.AccountId, await shop.CouponAsync(5));
        Assert.Equal([ClaimStepKind.Claimed], await StepsAsync(shop, shopper.AccountId));

        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var first = await shop.PlaceAsync(shopper, "first", claimId);
        Assert.Equal([ClaimStepKind.Claimed, ClaimStepKind.Held], await StepsAsync(shop, shopper.AccountId));
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.SweepAsync();
        await shop.DeliverAsync();

        var mine = await MineAsync(shop, shopper.AccountId);
        Assert.Equal((ClaimState.Unused, null), (mine.State, mine.Order));
        Assert.Equal((ClaimStepKind.GivenBack, first.Number), (mine.Steps[^1].Kind, mine.Steps[^1].Order!.Value));
        shop.Clock.Advance(TimeSpan.FromDays(7));
        mine = await MineAsync(shop, shopper.AccountId);
        Assert.True(mine.IsExpired);
        Assert.Equal(ClaimStepKind.Expired, mine.Steps[^1].Kind);
    }

    [Theory, EachStore]
    public async Task A_used_coupon_names_its_order(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(stock: 9), await shop.ShopperAsync());
        var claimId = await ClaimAsync(shop, shopper.AccountId, await shop.CouponAsync(5));
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var placed = await shop.PlaceAsync(shopper, "key", claimId);
        await shop.PayAsync(placed.Number, "t1");
        await shop.DeliverAsync();

        var mine = await MineAsync(shop, shopper.AccountId);

        Assert.Equal((ClaimState.Used, placed.Number), (mine.State, mine.Order!.Value));
        Assert.Equal(ClaimStepKind.Used, mine.Steps[^1].Kind);
        await shop.AuditAsync();
    }

    private static (int, int, int, DateTimeOffset?) Numbers(CouponOfferRow row) =>
        (row.Total, row.Left, row.Mine, row.MineUntil);

    private static async Task<IEnumerable<ClaimStepKind>> StepsAsync(TestShop shop, long accountId) =>
        (await MineAsync(shop, accountId)).Steps.Select(s => s.Kind);

    private static async Task<MyClaimRow> MineAsync(TestShop shop, long accountId)
    {
        var listed = await shop.Get<ListMyClaims>().ExecuteAsync(new ListMyClaimsRequest(accountId, -1), Ct);
        Assert.Equal((1, 1, 1), (listed.Page, listed.Pages, listed.Count));
        return Assert.Single(listed.Claims);
    }

    private static async Task<long> ClaimAsync(TestShop shop, long accountId, long couponId)
    {
        var request = new ClaimCouponRequest(accountId, couponId, Guid.NewGuid());
        var result = await shop.Get<ClaimCoupon>().ExecuteAsync(request, Ct);
        Assert.Equal(ClaimCouponStatus.Claimed, result.Status);
        return result.ClaimId;
    }

    private static Task<long> AddAsync(
        TestShop shop, Action<Coupon> change, CouponAudience audience = CouponAudience.Public) =>
        shop.WriteAsync(async db =>
        {
            var coupon = new Coupon
            {
                Name = new LocalizedText("Ten off", "立减十元"),
                Audience = audience,
                Terms = new CouponTerms(CouponKind.AmountOff, 1_000, 0, 5_000, 0),
                Total = 9,
                LimitPerPerson = 1,
                OpensAt = shop.Now.AddHours(-1),
                ClosesAt = shop.Now.AddDays(1),
                ValidDays = 7,
                State = CouponState.Published,
                CreatedAt = shop.Now,
            };
            change(coupon);
            db.Add(coupon);
            await db.SaveChangesAsync(Ct);
            return coupon.Id;
        });
}
