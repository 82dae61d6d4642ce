using System.Net;
using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Coupons;

public sealed class RedeemCodeTests
{
    private static readonly string[] Codes = ["7K3QM-XW9RT-4HBC", "2222-3333-4444", "WHATEVER"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_code_that_works_once_is_won_by_one_of_twenty(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var (couponId, accounts) = (await UniqueAsync(shop), await shop.AccountsAsync(20));
        RedeemCode[] nodes = [shop.Get<RedeemCode>(), node.Get<RedeemCode>()];
        // Nodes of a test share a folder, which real ones do not: one after the other makes its keys there.
        foreach (var one in nodes)
            await one.ExecuteAsync(new RedeemCodeRequest(accounts[0], "NOSUCHCODE", default, Guid.NewGuid()), Ct);

        var results = await Race.RunAsync(20, i => nodes[i % 2].ExecuteAsync(
            new RedeemCodeRequest(accounts[i], "7k3qm xw9rt 4hbc", default, Guid.NewGuid()), Ct));

        Assert.Equal(1, results.Count(r => r.Status == RedeemCodeStatus.Redeemed));
        Assert.Equal(19, results.Count(r => r.Status == RedeemCodeStatus.Unknown));
        Assert.Equal((1, 1), await shop.GivenAsync(couponId));
        await shop.AuditAsync();
    }

    /// <summary>Who is told that it is busy sends the same request again.</summary>
    private static async Task<RedeemCodeResult> PressAsync(TestShop shop, long accountId, string code)
    {
        var request = new RedeemCodeRequest(accountId, code, default, Guid.NewGuid());
        RedeemCodeResult? result = null;
        await Until.TrueAsync(async () =>
            (result = await shop.Get<RedeemCode>().ExecuteAsync(request, Ct)).Status != RedeemCodeStatus.Busy);
        return result!;
    }

    [Theory, EachStore]
    public async Task Twenty_presses_of_one_shopper_use_it_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, account) = (await UniqueAsync(shop, limitPerPerson: 5), (await shop.AccountsAsync(1))[0]);

        var results = await Race.RunAsync(20, _ => PressAsync(shop, account, Codes[0]));

        Assert.Equal(1, results.Count(r => r.Status == RedeemCodeStatus.Redeemed));
        Assert.Equal(19, results.Count(r => r.Status == RedeemCodeStatus.AlreadyYours));
        Assert.Single(results.Select(r => r.ClaimId).Distinct());
        Assert.Equal((1, 1), await shop.GivenAsync(couponId));
    }

    [Theory, EachStore]
    public async Task Each_code_gives_one_up_to_the_limit_of_a_person(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, account) = (await UniqueAsync(shop, limitPerPerson: 2), (await shop.AccountsAsync(1))[0]);

        var results = new List<RedeemCodeStatus>();
        foreach (var code in Codes) results.Add((await shop.RedeemAsync(account, code)).Status);

        Assert.Equal(
            [RedeemCodeStatus.Redeemed, RedeemCodeStatus.Redeemed, RedeemCodeStatus.AlreadyYours], results);
        Assert.Equal((2, 2), await shop.GivenAsync(couponId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task An_unknown_code_and_one_used_by_somebody_else_are_answered_alike(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await UniqueAsync(shop);
        var draft = new SeedCoupon(SeedCoupon.Amount(100))
        {
            Audience = CouponAudience.UniqueCodes, State = CouponState.Draft, Codes = ["NOTYETOUT"],
        };
        await shop.CouponAsync(draft);
        var accounts = await shop.AccountsAsync(2);
        Assert.Equal(RedeemCodeStatus.Redeemed, (await shop.RedeemAsync(accounts[0], Codes[0])).Status);

        var unknown = await shop.RedeemAsync(accounts[1], "NOSUCHCODE");

        Assert.Equal(new RedeemCodeResult(RedeemCodeStatus.Unknown), unknown);
        Assert.Equal(unknown, await shop.RedeemAsync(accounts[1], Codes[0]));
        Assert.Equal(unknown, await shop.RedeemAsync(accounts[1], "NOTYETOUT"));
    }

    [Theory, EachStore]
    public async Task One_code_for_all_gives_each_one_until_all_are_gone(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (couponId, accounts) = (await SharedAsync(shop, total: 5), await shop.AccountsAsync(12));

        var results = await Race.RunAsync(12, i => PressAsync(shop, accounts[i], "summer"));

        Assert.Equal(5, results.Count(r => r.Status == RedeemCodeStatus.Redeemed));
        Assert.Equal(7, results.Count(r => r.Status == RedeemCodeStatus.AllGone));
        var winner = Array.FindIndex(results, r => r.Status == RedeemCodeStatus.Redeemed);
        Assert.Equal(RedeemCodeStatus.AlreadyYours, (await shop.RedeemAsync(accounts[winner], "SUMMER")).Status);
        Assert.Equal((5, 5), await shop.GivenAsync(couponId));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Each_refusal_is_told_apart_and_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = (await shop.AccountsAsync(1))[0];
        var soon = shop.Now.AddHours(2);
        await SharedAsync(shop, code: "PAUSED", change: c => c with { State = CouponState.Paused });
        await SharedAsync(shop, code: "LATER1", change: c => c with { OpensIn = TimeSpan.FromHours(2) });
        await SharedAsync(shop, code: "PASTED", change: c => c with { OpensIn = -TimeSpan.FromDays(2) });

        Assert.Equal(RedeemCodeStatus.Malformed, (await shop.RedeemAsync(account, "?")).Status);
        Assert.Equal(RedeemCodeStatus.Paused, (await shop.RedeemAsync(account, "paused")).Status);
        Assert.Equal(
            new RedeemCodeResult(RedeemCodeStatus.NotOpenYet, At: soon), await shop.RedeemAsync(account, "later1"));
        Assert.Equal(RedeemCodeStatus.Over, (await shop.RedeemAsync(account, "pasted")).Status);
        Assert.Equal(0, (await shop.Get<ListMyClaims>().ExecuteAsync(new(account, 1), Ct)).Count);
    }

    [Fact]
    public async Task Who_tries_many_codes_is_told_to_wait_even_with_the_right_one()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => Limits(options, 3, 100));
        await UniqueAsync(shop);
        var account = (await shop.AccountsAsync(1))[0];
        for (var i = 0; i < 3; i++)
            Assert.Equal(RedeemCodeStatus.Unknown, (await shop.RedeemAsync(account, $"GUESS{i}")).Status);

        var refused = await shop.RedeemAsync(account, Codes[0]);

        Assert.Equal((RedeemCodeStatus.TooManyTries, shop.Now.AddHours(1)), (refused.Status, refused.At));
        // What no code looks like is not counted, and counts nothing.
        Assert.Equal(RedeemCodeStatus.Malformed, (await shop.RedeemAsync(account, "?")).Status);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RedeemCodeStatus.Redeemed, (await shop.RedeemAsync(account, Codes[0])).Status);
    }

    [Fact]
    public async Task A_network_has_a_ceiling_of_its_own_whoever_types()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options => Limits(options, 100, 4));
        await UniqueAsync(shop);
        var accounts = await shop.AccountsAsync(5);
        var here = NetworkAddress.Of(IPAddress.Parse("192.0.2.1"));
        var there = NetworkAddress.Of(IPAddress.IPv6Loopback);

        var results = await Race.RunAsync(20, i => shop.RedeemAsync(accounts[i % 5], "NOSUCHCODE", here));

        Assert.Equal(4, results.Count(r => r.Status == RedeemCodeStatus.Unknown));
        Assert.Equal(16, results.Count(r => r.Status == RedeemCodeStatus.TooManyTries));
        Assert.Equal(RedeemCodeStatus.Redeemed, (await shop.RedeemAsync(accounts[0], Codes[0], there)).Status);
    }

    [Fact]
    public async Task While_Redis_is_away_no_code_is_taken()
    {
        await using var shop = await TestShop.CreateAsync(Store.Sqlite, options =>
        {
            options.Settings["Redis:Connection"] = "127.0.0.1:1";
            options.Settings["Redis:CommandTimeout"] = "00:00:00.2";
        });
        await UniqueAsync(shop);
        var account = (await shop.AccountsAsync(1))[0];
        Assert.Equal(RedeemCodeStatus.Busy, (await shop.RedeemAsync(account, Codes[0])).Status);
        Assert.Equal(0, (await shop.Get<ListMyClaims>().ExecuteAsync(new(account, 1), Ct)).Count);
    }

    [Theory, EachStore]
    public async Task Abuse_37_What_is_had_by_code_or_from_staff_cannot_be_claimed_by_its_number(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = (await shop.AccountsAsync(1))[0];
        long[] guesses =
        [
            await UniqueAsync(shop), await SharedAsync(shop), -1, 0, long.MaxValue,
            await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(1)) { Audience = CouponAudience.Granted }),
            await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(1)) { Audience = CouponAudience.NewCustomer }),
            await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(1))
            {
                Audience = CouponAudience.Granted, State = CouponState.Paused,
            }),
        ];
        foreach (var id in guesses)
            Assert.Equal(
                new ClaimCouponResult(ClaimCouponStatus.NotFound, 0, null),
                await shop.Get<ClaimCoupon>().ExecuteAsync(new(account, id, Guid.NewGuid()), Ct));

        Assert.Equal(0, (await shop.Get<ListMyClaims>().ExecuteAsync(new(account, 1), Ct)).Count);
        await shop.AuditAsync();
    }

    private static void Limits(TestShopOptions options, int account, int network)
    {
        options.Settings["Coupons:CodesPerAccountHour"] = $"{account}";
        options.Settings["Coupons:CodesPerNetworkHour"] = $"{network}";
    }

    private static Task<long> UniqueAsync(TestShop shop, int limitPerPerson = 1) =>
        shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100))
        {
            Audience = CouponAudience.UniqueCodes, LimitPerPerson = limitPerPerson, Codes = Codes,
        });

    private static Task<long> SharedAsync(
        TestShop shop, int total = 10, string code = "SUMMER", Func<SeedCoupon, SeedCoupon>? change = null)
    {
        var seed = new SeedCoupon(SeedCoupon.Amount(100))
        {
            Audience = CouponAudience.SharedCode, Total = total, Codes = [code],
        };
        return shop.CouponAsync(change?.Invoke(seed) ?? seed);
    }
}
