using EShop.Core.Coupons;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Coupons;

/// <summary>Who is refused for several reasons at once hears the first of them, in the order of the statuses.</summary>
public sealed class ClaimOrderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task S7_Of_several_refusals_the_first_in_the_order_of_the_statuses_is_told(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (me, other) = await TwoAsync(shop);
        var key = await UsedKeyAsync(shop, me);
        // Each coupon has its own reason and all of those that come after it.
        (ClaimCouponStatus First, CouponState State, TimeSpan OpensIn, bool IsMine)[] all =
        [
            (ClaimCouponStatus.NotFound, CouponState.Draft, TimeSpan.FromHours(1), true),
            (ClaimCouponStatus.Paused, CouponState.Paused, TimeSpan.FromHours(1), true),
            (ClaimCouponStatus.NotOpenYet, CouponState.Published, TimeSpan.FromHours(1), true),
            (ClaimCouponStatus.Over, CouponState.Ended, TimeSpan.FromDays(-2), true),
            (ClaimCouponStatus.AlreadyYours, CouponState.Published, TimeSpan.FromHours(-1), true),
            (ClaimCouponStatus.AllGone, CouponState.Published, TimeSpan.FromHours(-1), false),
        ];
        var told = new List<ClaimCouponStatus>();
        foreach (var (_, state, opensIn, isMine) in all)
        {
            // One of one is given out, to me or to another, before the coupon stands as it does.
            var couponId = await shop.CouponAsync(total: 1);
            await shop.ClaimAsync(isMine ? me : other, couponId);
            await StandAsync(shop, couponId, (state, opensIn));
            told.Add(await ClaimAsync(shop, me, (couponId, key)));
            Assert.Equal((1, 1), await shop.GivenAsync(couponId));
        }

        told.Add(await ClaimAsync(shop, me, (await shop.CouponAsync(total: 1), key)));

        Assert.Equal([.. all.Select(one => one.First), ClaimCouponStatus.KeyUsedOtherwise], told);
        Assert.Equal(told.Order(), told);
        Assert.Equal(1, (int)told[0]);
    }

    [Theory, EachStore]
    public async Task What_a_key_has_claimed_is_found_whatever_became_of_the_coupon(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var me = (await shop.AccountsAsync(1))[0];
        var couponId = await shop.CouponAsync(total: 1);
        var request = new ClaimCouponRequest(me, couponId, Guid.NewGuid());
        var first = await shop.Get<ClaimCoupon>().ExecuteAsync(request, Ct);
        foreach (var (state, opensIn) in new[]
        {
            (CouponState.Paused, TimeSpan.FromHours(-1)), (CouponState.Published, TimeSpan.FromHours(1)),
            (CouponState.Published, TimeSpan.FromDays(-3)), (CouponState.Ended, TimeSpan.FromHours(-1)),
        })
        {
            await StandAsync(shop, couponId, (state, opensIn));
            Assert.Equal(first, await shop.Get<ClaimCoupon>().ExecuteAsync(request, Ct));
        }

        Assert.Equal((1, 1), await shop.GivenAsync(couponId));
    }

    [Theory, EachStore]
    public async Task Buttons_of_one_page_share_a_key_and_programs_do_not(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (me, other) = await TwoAsync(shop);
        var key = await UsedKeyAsync(shop, me);
        var couponId = await shop.CouponAsync(total: 3);

        Assert.Equal(ClaimCouponStatus.KeyUsedOtherwise, await ClaimAsync(shop, me, (couponId, key)));
        Assert.Equal(ClaimCouponStatus.Claimed, await ClaimAsync(shop, other, (couponId, key)));
        var byPage = await shop.Get<ClaimCoupon>().ExecuteAsync(new(me, couponId, key), Ct);

        Assert.Equal(ClaimCouponStatus.Claimed, byPage.Status);
        Assert.Equal((2, 2), await shop.GivenAsync(couponId));
        await shop.AuditAsync();
    }

    private static async Task<(long, long)> TwoAsync(TestShop shop)
    {
        var accounts = await shop.AccountsAsync(2);
        return (accounts[0], accounts[1]);
    }

    /// <summary>A key that has claimed some coupon for the account.</summary>
    private static async Task<Guid> UsedKeyAsync(TestShop shop, long account)
    {
        var key = Guid.NewGuid();
        var couponId = await shop.CouponAsync(total: 1);
        Assert.Equal(ClaimCouponStatus.Claimed, await ClaimAsync(shop, account, (couponId, key)));
        return key;
    }

    private static async Task<ClaimCouponStatus> ClaimAsync(TestShop shop, long account, (long Id, Guid Key) coupon) =>
        (await shop.Get<ClaimCoupon>().ExecuteAsync(
            new ClaimCouponRequest(account, coupon.Id, coupon.Key) { KeyIsForOneCoupon = true }, Ct)).Status;

    private static Task StandAsync(TestShop shop, long couponId, (CouponState State, TimeSpan OpensIn) so) =>
        shop.WriteAsync(db => db.Set<Coupon>().Where(c => c.Id == couponId).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.State, so.State)
            .SetProperty(c => c.OpensAt, shop.Now + so.OpensIn)
            .SetProperty(c => c.ClosesAt, shop.Now + so.OpensIn + TimeSpan.FromDays(1)), Ct));
}
