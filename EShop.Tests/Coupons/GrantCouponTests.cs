using EShop.Core.Coupons;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Coupons;

public sealed class GrantCouponTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Two_of_the_staff_give_and_shoppers_claim_and_it_is_never_one_too_many(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        long[] staff = [await shop.AdminAsync(), await shop.AdminAsync()];
        var accounts = await shop.AccountsAsync(30);
        var emails = await Task.WhenAll(accounts.Select(shop.EmailAsync));
        var couponId = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100)) { Total = 12 });
        GrantCoupon[] grants = [shop.Get<GrantCoupon>(), node.Get<GrantCoupon>()];

        var given = await Race.RunAsync(30, async i => i % 3 == 0
            ? (await shop.Get<ClaimCoupon>().ExecuteAsync(new(accounts[i], couponId, Guid.NewGuid()), Ct)).Status
                == ClaimCouponStatus.Claimed
            : await grants[i % 2].ExecuteAsync(
                new GrantCouponRequest(staff[i % 2], couponId, emails[i], Guid.NewGuid()), Ct)
                == GrantCouponStatus.Granted);

        Assert.Equal(12, given.Count(yes => yes));
        Assert.Equal((12, 12), await shop.GivenAsync(couponId));
        // Each gift has its row in the trail, and no other has one.
        Assert.Equal(given.Index().Count(g => g.Item && g.Index % 3 != 0), (await shop.TrailAsync()).Count);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task One_customer_gets_no_more_than_the_limit_whoever_gives(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, account) = (await shop.AdminAsync(), (await shop.AccountsAsync(1))[0]);
        var email = await shop.EmailAsync(account);
        var couponId = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100))
        {
            Audience = CouponAudience.Granted, LimitPerPerson = 2,
        });

        var statuses = await Race.RunAsync(10, _ => GrantAsync(shop, admin, couponId, email));

        Assert.Equal(2, statuses.Count(s => s == GrantCouponStatus.Granted));
        Assert.Equal(8, statuses.Count(s => s == GrantCouponStatus.AlreadyTheirs));
        var mine = await shop.Get<ListMyClaims>().ExecuteAsync(new(account, 1), Ct);
        Assert.All(mine.Claims, c => Assert.Equal(ClaimStepKind.Given, Assert.Single(c.Steps).Kind));
        Assert.Equal($"coupon.grant coupon {couponId}:  → account {account}", (await shop.TrailAsync())[0]);
    }

    [Theory, EachStore]
    public async Task The_same_key_gives_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, email) = (await shop.AdminAsync(), await shop.EmailAsync((await shop.AccountsAsync(1))[0]));
        var couponId = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100)) { LimitPerPerson = 9 });
        var request = new GrantCouponRequest(admin, couponId, $"  {email.ToUpperInvariant()} ", Guid.NewGuid());

        var statuses = await Race.RunAsync(5, _ => shop.Get<GrantCoupon>().ExecuteAsync(request, Ct));

        Assert.All(statuses, s => Assert.Equal(GrantCouponStatus.Granted, s));
        Assert.Equal((1, 1), await shop.GivenAsync(couponId));
        Assert.Single(await shop.TrailAsync());
    }

    [Theory, EachStore]
    public async Task Each_refusal_is_told_apart_and_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, accounts) = (await shop.AdminAsync(), await shop.AccountsAsync(2));
        var email = await shop.EmailAsync(accounts[0]);
        var good = new SeedCoupon(SeedCoupon.Amount(100)) { Audience = CouponAudience.Granted };
        var couponId = await shop.CouponAsync(good);

        Assert.Equal(GrantCouponStatus.NotAllowed, await GrantAsync(shop, accounts[1], couponId, email));
        Assert.Equal(GrantCouponStatus.NoSuchCustomer, await GrantAsync(shop, admin, couponId, "nobody@shop.test"));
        Assert.Equal(GrantCouponStatus.NoSuchCustomer, await GrantAsync(shop, admin, couponId, "' or 1=1"));
        (SeedCoupon Coupon, GrantCouponStatus Status)[] all =
        [
            (good with { State = CouponState.Draft }, GrantCouponStatus.NotFound),
            (good with { Audience = CouponAudience.NewCustomer }, GrantCouponStatus.NotFound),
            (good with { State = CouponState.Paused }, GrantCouponStatus.Paused),
            (good with { OpensIn = TimeSpan.FromHours(1) }, GrantCouponStatus.NotOpenYet),
            (good with { OpensIn = -TimeSpan.FromDays(2) }, GrantCouponStatus.Over),
        ];
        foreach (var (coupon, status) in all)
            Assert.Equal(status, await GrantAsync(shop, admin, await shop.CouponAsync(coupon), email));
        Assert.Empty(await shop.TrailAsync());

        var one = await shop.CouponAsync(good with { Total = 1 });
        Assert.Equal(GrantCouponStatus.Granted, await GrantAsync(shop, admin, one, email));
        Assert.Equal(GrantCouponStatus.AlreadyTheirs, await GrantAsync(shop, admin, one, email));
        var other = await shop.EmailAsync(accounts[1]);
        Assert.Equal(GrantCouponStatus.AllGone, await GrantAsync(shop, admin, one, other));
        Assert.Equal((1, 1), await shop.GivenAsync(one));
    }

    private static Task<GrantCouponStatus> GrantAsync(TestShop shop, long actorId, long couponId, string email) =>
        shop.Get<GrantCoupon>().ExecuteAsync(new GrantCouponRequest(actorId, couponId, email, Guid.NewGuid()), Ct);
}
