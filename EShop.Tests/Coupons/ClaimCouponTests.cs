using EShop.Core.Coupons;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Coupons;

public sealed class ClaimCouponTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S7_200_shoppers_claim_50_coupons_and_exactly_50_get_one(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, accounts) = (await shop.CouponAsync(total: 50), await shop.AccountsAsync(200));

        var statuses = await Race.RunAsync(200, i => ClaimAsync(shop, couponId, accounts[i]));

        Assert.Equal(50, statuses.Count(s => s == ClaimCouponStatus.Claimed));
        Assert.Equal(150, statuses.Count(s => s == ClaimCouponStatus.AllGone));
        Assert.Equal((50, 50), await GivenAsync(shop, couponId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_36_Ten_thousand_shoppers_before_a_hundred_coupons_get_a_hundred(Store store)
    {
        const int shoppers = 10_000;
        await using var shop = await TestShop.CreateAsync(
            store, options => options.Settings["Locks:LineMax"] = $"{shoppers}");
        var (couponId, accounts) = (await shop.CouponAsync(total: 100), await shop.AccountsAsync(shoppers));

        var statuses = await Race.RunAsync(shoppers, i => ClaimAsync(shop, couponId, accounts[i]));

        Assert.Equal(100, statuses.Count(s => s == ClaimCouponStatus.Claimed));
        Assert.Equal(shoppers - 100, statuses.Count(s => s == ClaimCouponStatus.AllGone));
        Assert.Equal((100, 100), await GivenAsync(shop, couponId));
    }

    [Theory, EachStore]
    public async Task S7_Two_nodes_never_give_one_too_many(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var (couponId, accounts) = (await shop.CouponAsync(total: 30), await shop.AccountsAsync(100));

        var statuses = await Race.RunAsync(100, i => ClaimAsync(
            i % 2 == 0 ? shop.Get<ClaimCoupon>() : node.Get<ClaimCoupon>(), couponId, accounts[i]));

        Assert.Equal(30, statuses.Count(s => s == ClaimCouponStatus.Claimed));
        Assert.Equal((30, 30), await GivenAsync(shop, couponId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S9_F10_Without_Redis_from_the_start_the_counts_are_right_all_the_same(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Settings["Redis:Connection"] = "127.0.0.1:1";
            options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
        });
        var node = shop.SecondNode();
        var (couponId, accounts) = (await shop.CouponAsync(total: 20), await shop.AccountsAsync(60));

        var statuses = await Race.RunAsync(60, i => ClaimAsync(
            i % 2 == 0 ? shop.Get<ClaimCoupon>() : node.Get<ClaimCoupon>(), couponId, accounts[i]));

        Assert.Equal(20, statuses.Count(s => s == ClaimCouponStatus.Claimed));
        Assert.Equal((20, 20), await GivenAsync(shop, couponId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task S7_One_shopper_in_20_tabs_gets_one(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, accounts) = (await shop.CouponAsync(total: 50), await shop.AccountsAsync(1));

        var statuses = await Race.RunAsync(20, _ => ClaimAsync(shop, couponId, accounts[0]));

        Assert.Equal(1, statuses.Count(s => s == ClaimCouponStatus.Claimed));
        Assert.Equal(19, statuses.Count(s => s == ClaimCouponStatus.AlreadyYours));
        Assert.Equal((1, 1), await GivenAsync(shop, couponId));
    }

    [Theory, EachStore]
    public async Task The_same_key_finds_the_same_claim(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, accounts) = (await shop.CouponAsync(total: 50), await shop.AccountsAsync(1));
        var request = new ClaimCouponRequest(accounts[0], couponId, Guid.NewGuid());

        var first = await shop.Get<ClaimCoupon>().ExecuteAsync(request, Ct);
        var again = await shop.Get<ClaimCoupon>().ExecuteAsync(request, Ct);

        Assert.Equal(ClaimCouponStatus.Claimed, first.Status);
        Assert.Equal(first, again);
        Assert.Equal((1, 1), await GivenAsync(shop, couponId));
    }

    [Theory, EachStore]
    public async Task A_limit_of_three_gives_three(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, accounts) = (await shop.CouponAsync(50, limitPerPerson: 3), await shop.AccountsAsync(1));

        var statuses = await Race.RunAsync(10, _ => ClaimAsync(shop, couponId, accounts[0]));

        Assert.Equal(3, statuses.Count(s => s == ClaimCouponStatus.Claimed));
        Assert.Equal(7, statuses.Count(s => s == ClaimCouponStatus.AlreadyYours));
        Assert.Equal((3, 3), await GivenAsync(shop, couponId));
    }

    [Theory, EachStore]
    public async Task Each_refusal_is_told_apart_and_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = (await shop.AccountsAsync(1))[0];
        var opensAt = shop.Now.AddHours(2);

        Assert.Equal(ClaimCouponStatus.NotFound, await ClaimAsync(shop, 4711, account));
        Assert.Equal(ClaimCouponStatus.NotFound, await ClaimAsync(shop, c => c.State = CouponState.Draft, account));
        Assert.Equal(ClaimCouponStatus.Paused, await ClaimAsync(shop, c => c.State = CouponState.Paused, account));
        Assert.Equal(ClaimCouponStatus.NotOpenYet, await ClaimAsync(shop, c => c.OpensAt = opensAt, account));
        Assert.Equal(ClaimCouponStatus.Over, await ClaimAsync(shop, c => c.ClosesAt = shop.Now, account));
        Assert.Equal(ClaimCouponStatus.Over, await ClaimAsync(shop, c => c.State = CouponState.Ended, account));

        Assert.Equal(0, await shop.ReadAsync(db => db.Set<CouponClaim>().CountAsync(Ct)));
    }

    private static async Task<ClaimCouponStatus> ClaimAsync(TestShop shop, Action<Coupon> change, long accountId)
    {
        var couponId = await shop.WriteAsync(async db =>
        {
            var coupon = Seed.NewCoupon(shop.Now, 10, 1);
            change(coupon);
            db.Set<Coupon>().Add(coupon);
            await db.SaveChangesAsync(Ct);
            return coupon.Id;
        });
        return await ClaimAsync(shop, couponId, accountId);
    }

    private static Task<ClaimCouponStatus> ClaimAsync(TestShop shop, long couponId, long accountId) =>
        ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accountId);

    private static async Task<ClaimCouponStatus> ClaimAsync(ClaimCoupon claim, long couponId, long accountId) =>
        (await claim.ExecuteAsync(new ClaimCouponRequest(accountId, couponId, Guid.NewGuid()), Ct)).Status;

    /// <summary>The coupon's own count and the number of its claims.</summary>
    private static Task<(int Count, int Claims)> GivenAsync(TestShop shop, long couponId) =>
        shop.ReadAsync(async db => (
            await db.Set<Coupon>().Where(c => c.Id == couponId).Select(c => c.Claimed).SingleAsync(Ct),
            await db.Set<CouponClaim>().CountAsync(c => c.CouponId == couponId, Ct)));
}
