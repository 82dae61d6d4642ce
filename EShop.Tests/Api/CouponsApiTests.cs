using System.Net;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Coupons;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Api;

/// <summary>Coupons for programs: the same turns, the same counts and the same refusals as the coupon centre.</summary>
public sealed class CouponsApiTests
{
    [Theory, EachStore]
    public async Task A_claim_is_made_and_shown_in_the_list_and_among_ones_own(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var coupon = await site.Shop.CouponAsync(total: 3);
        using var client = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);

        var claimed = await client.PostAsync($"coupons/{coupon}/claims", key: "first");

        Assert.Equal(HttpStatusCode.Created, claimed.Status);
        Assert.Equal("/api/v1/coupons/mine", claimed.Message.Headers.Location?.ToString());
        var listed = (await client.GetAsync("coupons")).Body.GetProperty("coupons")[0];
        Assert.Equal(
            (coupon, "Ten off", "alreadyYours", 2, 1),
            (listed.GetProperty("id").GetInt64(), listed.GetProperty("name").GetString(),
                listed.GetProperty("offer").GetString(), listed.GetProperty("left").GetInt32(),
                listed.GetProperty("mine").GetInt32()));
        Assert.Equal(1_000, listed.GetProperty("gives").GetProperty("amountMinor").GetInt64());
        var mine = (await client.GetAsync("coupons/mine")).Body.GetProperty("coupons")[0];
        Assert.Equal(
            (claimed.Text("claimId"), "unused"),
            (mine.GetProperty("claimId").ToString(), mine.GetProperty("state").GetString()));
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Each_refusal_has_its_name_and_changes_nothing(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        using var client = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);
        var gone = await site.Shop.CouponAsync(total: 1);
        await site.Shop.Get<ClaimCoupon>().ExecuteAsync(
            new((await site.Shop.AccountsAsync(1))[0], gone, Guid.NewGuid()), TestContext.Current.CancellationToken);
        var mine = await site.Shop.CouponAsync(total: 5);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync($"coupons/{mine}/claims", key: "a")).Status);

        async Task<(int, string)> TryAsync(long coupon)
        {
            var answer = await client.PostAsync($"coupons/{coupon}/claims", key: RandomToken.New());
            return ((int)answer.Status, answer.Code);
        }

        Assert.Equal((409, "coupon-all-gone"), await TryAsync(gone));
        Assert.Equal((409, "coupon-already-yours"), await TryAsync(mine));
        foreach (var (state, refusal) in new[]
        {
            (CouponState.Paused, (409, "coupon-paused")),
            (CouponState.Ended, (409, "coupon-over")),
            (CouponState.Draft, (404, "coupon-not-found")),
        })
            Assert.Equal(refusal, await TryAsync(await CouponAsync(site, c => c.State = state)));
        foreach (var unknown in new[] { 0, -1, long.MaxValue })
            Assert.Equal((404, "coupon-not-found"), await TryAsync(unknown));
        var soon = await CouponAsync(site, c => c.OpensAt = site.Shop.Now.AddHours(1));
        var early = await client.PostAsync($"coupons/{soon}/claims", key: "b");
        Assert.Equal((409, "coupon-not-open-yet"), ((int)early.Status, early.Code));
        Assert.Equal(site.Shop.Now.AddHours(1), early.Body.GetProperty("opensAt").GetDateTimeOffset());
        Assert.Equal(2, await site.Shop.ReadAsync(db => db.Set<CouponClaim>().CountAsync()));
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_35_twenty_equal_keys_at_once_make_one_claim(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var coupon = await site.Shop.CouponAsync(total: 100, limitPerPerson: 5);
        using var client = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);

        var answers = await Race.RunAsync(20, _ => client.PostAsync($"coupons/{coupon}/claims", key: "the-same"));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body.ToString()).Distinct());
        Assert.Equal(1, await site.Shop.ReadAsync(db => db.Set<CouponClaim>().CountAsync()));
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync($"coupons/{coupon}/claims", key: "next")).Status);
        Assert.Equal(2, await site.Shop.ReadAsync(db => db.Set<CouponClaim>().CountAsync()));
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_51_a_key_stands_for_one_coupon_also_when_that_one_is_over(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var (coupon, other) = (await site.Shop.CouponAsync(total: 9), await site.Shop.CouponAsync(total: 9));
        var accounts = await site.Shop.AccountsAsync(2);
        using var client = await site.SignInAsync(accounts[0]);
        using var neighbour = await site.SignInAsync(accounts[1]);
        var first = await client.PostAsync($"coupons/{coupon}/claims", key: "k");

        var otherwise = await client.PostAsync($"coupons/{other}/claims", key: "k");
        Assert.Equal((422, "key-used-otherwise"), ((int)otherwise.Status, otherwise.Code));
        Assert.Equal(HttpStatusCode.Created, (await neighbour.PostAsync($"coupons/{other}/claims", key: "k")).Status);
        site.Shop.Clock.Advance(TimeSpan.FromDays(2));
        var again = await client.SignInAsync(await site.EmailAsync(accounts[0]), ShopSite.Password);
        Assert.Equal(HttpStatusCode.OK, again.Status); // whatever token is sent along
        var same = await client.PostAsync($"coupons/{coupon}/claims", key: "k");
        Assert.Equal(first.Body.ToString(), same.Body.ToString());
        Assert.Equal("coupon-over", (await client.PostAsync($"coupons/{coupon}/claims", key: "n")).Code);
    }

    [Fact]
    public async Task Abuse_51_a_key_is_needed_and_has_1_to_64_letters_digits_or_hyphens()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var coupon = await site.Shop.CouponAsync(total: 3);
        using var client = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);
        var address = $"coupons/{coupon}/claims";

        Assert.Equal("key-missing", (await client.PostAsync(address)).Code);
        foreach (var bad in new[] { new string('a', 65), "a b", "a_b", "a\"b", "a;b", "%00" })
            Assert.Equal((bad, "key-malformed"), (bad, (await client.PostAsync(address, key: bad)).Code));
        Assert.Equal(0, await site.Shop.ReadAsync(db => db.Set<CouponClaim>().CountAsync()));
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync(address, key: new string('a', 64))).Status);
    }

    [Fact]
    public async Task Which_goods_a_coupon_is_about_is_told_in_words_and_numbers_wherever_it_is_shown()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        var account = (await site.Shop.AccountsAsync(1))[0];
        var skuId = await site.Shop.SkuAsync(stock: 3);
        var (categoryId, _) = await site.Shop.GoodsAsync(skuId);
        var coupon = await site.Shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100) with
        {
            Scope = CouponScope.Categories, ScopeIds = CouponTerms.ScopeOf([categoryId]),
        }));
        await site.Shop.ClaimAsync(account, coupon);
        await site.Shop.AddAsync(account, skuId);
        using var client = await site.SignInAsync(account);

        foreach (var (address, list) in new[]
        {
            ("coupons", "coupons"), ("coupons/mine", "coupons"), ("checkout", "coupons"),
        })
        {
            var gives = (await client.GetAsync(address)).Body.GetProperty(list)[0].GetProperty("gives");
            Assert.Equal(
                (address, "categories", "some things", $"[{categoryId}]"),
                (address, gives.GetProperty("scope").GetString(), gives.GetProperty("scopeText").GetString(),
                    gives.GetProperty("scopeIds").GetRawText()));
        }
    }

    [Fact]
    public async Task Words_come_in_the_language_that_was_asked_for()
    {
        await using var site = await ShopSite.StartAsync(Store.Sqlite);
        await site.Shop.CouponAsync(total: 3);
        using var client = new ApiClient(site.Address);
        client.Headers.AcceptLanguage.Clear();
        client.Headers.AcceptLanguage.ParseAdd("zh-CN,zh;q=0.9");

        var listed = await client.GetAsync("coupons");
        Assert.Equal("立减十元", listed.Body.GetProperty("coupons")[0].GetProperty("name").GetString());
        Assert.Equal("请先登录", (await client.GetAsync("coupons/mine")).Text("title"));
    }

    private static Task<long> CouponAsync(ShopSite site, Action<Coupon> change) => site.Shop.WriteAsync(async db =>
    {
        var coupon = Seed.NewCoupon(site.Shop.Now, total: 5, limitPerPerson: 1);
        change(coupon);
        db.Set<Coupon>().Add(coupon);
        await db.SaveChangesAsync();
        return coupon.Id;
    });
}
