using EShop.Core.Coupons;
using EShop.Core.Locks;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Coupons;

/// <summary>The shields before a coupon that everybody wants: what is asked again and again is answered from memory,
/// and what is kept there is right again within a second.</summary>
public sealed class HotCouponTests
{
    private readonly CommandCount _commands = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task All_gone_is_answered_without_a_lock_or_a_query(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options => options.Interceptors.Add(_commands));
        var (couponId, accounts) = (await shop.CouponAsync(total: 1), await shop.AccountsAsync(101));
        var mine = new ClaimCouponRequest(accounts[0], couponId, Guid.NewGuid());
        var claimed = await shop.Get<ClaimCoupon>().ExecuteAsync(mine, Ct);
        await ShieldedAsync(shop.Get<ClaimCoupon>(), couponId, accounts[1]);

        await using (await shop.SecondNode().Get<ShopLocks>().TakeAsync(LockKey.Coupon(couponId), Ct))
        {
            var before = _commands.Value;
            var answers = await Race.RunAsync(100, i => ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[1 + i]));
            Assert.All(answers, answer => Assert.Equal(ClaimCouponStatus.AllGone, answer));
            Assert.Equal(before, _commands.Value);
        }

        // Who has it is told so, and the same key finds the same claim.
        Assert.Equal(claimed, await shop.Get<ClaimCoupon>().ExecuteAsync(mine, Ct));
        Assert.Equal(
            ClaimCouponStatus.AlreadyYours, await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[0]));
        await shop.AuditAsync();
    }

    [Theory, EachPart]
    public async Task A_raised_total_is_heard_of_by_every_node(Store store, RedisServer redis)
    {
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Redis = redis;
            options.Interceptors.Add(_commands);
        });
        ClaimCoupon[] nodes = [shop.Get<ClaimCoupon>(), shop.SecondNode().Get<ClaimCoupon>()];
        var (couponId, accounts, admin) =
            (await shop.CouponAsync(total: 1), await shop.AccountsAsync(4), await shop.AdminAsync());
        await ClaimAsync(nodes[0], couponId, accounts[0]);
        foreach (var node in nodes) await ShieldedAsync(node, couponId, accounts[1]);

        var raised = await shop.Get<ChangeCouponTotal>().ExecuteAsync(
            new ChangeCouponTotalRequest(admin, couponId, 0, 3), Ct);

        // The clock stands still: only the news can tell them.
        Assert.Equal(ChangeCouponTotalStatus.Changed, raised.Status);
        Assert.Equal(ClaimCouponStatus.Claimed, await ClaimAsync(nodes[0], couponId, accounts[1]));
        await Until.TrueAsync(async () =>
            await ClaimAsync(nodes[1], couponId, accounts[2]) == ClaimCouponStatus.Claimed);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Without_news_a_raised_total_is_seen_a_second_later(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options =>
        {
            options.Settings["Redis:Connection"] = "127.0.0.1:1";
            options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
            options.Interceptors.Add(_commands);
        });
        var (couponId, accounts) = (await shop.CouponAsync(total: 1), await shop.AccountsAsync(2));
        await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[0]);
        await ShieldedAsync(shop.Get<ClaimCoupon>(), couponId, accounts[1]);

        await shop.WriteAsync(db => db.Set<Coupon>().Where(c => c.Id == couponId)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Total, 2), Ct));
        Assert.Equal(ClaimCouponStatus.AllGone, await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[1]));
        shop.Clock.Advance(SoldOutCoupons.Life);

        Assert.Equal(ClaimCouponStatus.Claimed, await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[1]));
    }

    [Theory, EachStore]
    public async Task A_thousand_visitors_of_the_coupon_centre_cost_one_look(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, options => options.Interceptors.Add(_commands));
        var couponId = await shop.CouponAsync(total: 9);
        var before = _commands.Value;

        var seen = await Race.RunAsync(1_000, _ => shop.Get<ListCoupons>().ExecuteAsync(new(null), Ct));
        Assert.All(seen, list => Assert.Equal(couponId, Assert.Single(list.Coupons).CouponId));
        Assert.Equal(2, _commands.Value - before); // the coupons, and the one for new customers

        shop.Clock.Advance(CouponBoard.Life);
        await Race.RunAsync(1_000, _ => shop.Get<ListCoupons>().ExecuteAsync(new(null), Ct));
        Assert.Equal(4, _commands.Value - before);
    }

    [Theory, EachStore]
    public async Task Who_claimed_sees_one_fewer_at_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, accounts) = (await shop.CouponAsync(total: 9), await shop.AccountsAsync(1));
        var list = shop.Get<ListCoupons>();
        Assert.Equal(9, Assert.Single((await list.ExecuteAsync(new(null), Ct)).Coupons).Left);

        await ClaimAsync(shop.Get<ClaimCoupon>(), couponId, accounts[0]);

        var mine = Assert.Single((await list.ExecuteAsync(new(accounts[0]), Ct)).Coupons);
        Assert.Equal((8, CouponOffer.AlreadyYours), (mine.Left, mine.Offer));
    }

    /// <summary>Asks until the answer costs no command any more.</summary>
    private Task ShieldedAsync(ClaimCoupon claim, long couponId, long accountId) => Until.TrueAsync(async () =>
    {
        var before = _commands.Value;
        Assert.Equal(ClaimCouponStatus.AllGone, await ClaimAsync(claim, couponId, accountId));
        return _commands.Value == before;
    });

    private static async Task<ClaimCouponStatus> ClaimAsync(ClaimCoupon claim, long couponId, long accountId) =>
        (await claim.ExecuteAsync(new ClaimCouponRequest(accountId, couponId, Guid.NewGuid()), Ct)).Status;
}
