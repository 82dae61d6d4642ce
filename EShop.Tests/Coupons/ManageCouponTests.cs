using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Coupons;

/// <summary>Coupons by staff: made, published, paused, ended, raised; every refusal changes nothing.</summary>
public sealed class ManageCouponTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_coupon_is_made_as_a_draft_and_its_trail_says_so(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();

        var made = await CreateAsync(shop, admin, Draft(shop));

        Assert.Equal(CreateCouponStatus.Created, made.Status);
        var coupon = await ShowAsync(shop, admin, made.CouponId);
        Assert.Equal((CouponState.Draft, 50, 0), (coupon.State, coupon.Total, coupon.Claimed));
        Assert.StartsWith(
            $"coupon.create coupon {made.CouponId}:", Assert.Single(await shop.TrailAsync()), StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task Abuse_64_Each_fault_is_named_and_nothing_is_made(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var good = Draft(shop);
        (CouponDraft Draft, CouponFault Fault)[] all =
        [
            (good with { Name = new LocalizedText(" ", "券") }, CouponFault.NameEnglishMissing),
            (good with { Name = new LocalizedText("A", "") }, CouponFault.NameChineseMissing),
            (good with { Name = new LocalizedText(new string('x', 81), "券") }, CouponFault.NameTooLong),
            (good with { Terms = good.Terms with { AmountMinor = 0 } }, CouponFault.AmountOutOfRange),
            (good with { Terms = new CouponTerms(CouponKind.PercentOff, 0, 101, 0, 0) }, CouponFault.PercentOutOfRange),
            (good with { Terms = good.Terms with { MinimumMinor = -1 } }, CouponFault.MinimumOutOfRange),
            (good with { Terms = new CouponTerms(CouponKind.PercentOff, 0, 5, 0, -1) }, CouponFault.CeilingOutOfRange),
            (good with { Total = 0 }, CouponFault.TotalOutOfRange),
            (good with { LimitPerPerson = 101 }, CouponFault.LimitOutOfRange),
            (good with { ValidDays = 0 }, CouponFault.ValidDaysOutOfRange),
            (good with { OpensAt = good.ClosesAt }, CouponFault.ClosesBeforeItOpens),
            (good with { OpensAt = shop.Now.AddDays(-2), ClosesAt = shop.Now }, CouponFault.ClosesInThePast),
            (good with { UsableUntil = good.ClosesAt.AddMinutes(-1) }, CouponFault.UsableUntilTooEarly),
            (good with { Terms = Scoped() }, CouponFault.ScopeMissing),
            (good with { Terms = Scoped([.. Enumerable.Range(1, 21)]) }, CouponFault.ScopeTooLong),
            (good with { Terms = Scoped(4711) }, CouponFault.ScopeUnknown),
            (good with { Audience = CouponAudience.SharedCode, Code = "A?" }, CouponFault.CodeMalformed),
        ];
        foreach (var (draft, fault) in all)
        {
            var refused = await CreateAsync(shop, admin, draft);
            Assert.Equal((CreateCouponStatus.Refused, fault), (refused.Status, Assert.Single(refused.Faults)));
        }

        Assert.Equal(0, (await shop.Get<ListCouponsForStaff>().ExecuteAsync(new(admin, null, 1), Ct)).Count);
        Assert.Empty(await shop.TrailAsync());
    }

    [Theory, EachStore]
    public async Task A_coupon_goes_from_draft_to_its_end_and_never_back(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var id = (await CreateAsync(shop, admin, Draft(shop))).CouponId;
        Assert.Equal(ChangeCouponStateStatus.NotFound, await ChangeAsync(shop, admin, (999, 0), CouponChange.Publish));
        Assert.Equal(ChangeCouponStateStatus.Stale, await ChangeAsync(shop, admin, (id, 7), CouponChange.Publish));
        Assert.Equal(ChangeCouponStateStatus.NotFromHere, await ChangeAsync(shop, admin, (id, 0), CouponChange.Pause));

        CouponChange[] way = [CouponChange.Publish, CouponChange.Pause, CouponChange.Resume, CouponChange.End];
        foreach (var (version, change) in way.Index())
            Assert.Equal(ChangeCouponStateStatus.Changed, await ChangeAsync(shop, admin, (id, version), change));
        foreach (var change in Enum.GetValues<CouponChange>())
            Assert.Equal(ChangeCouponStateStatus.NotFromHere, await ChangeAsync(shop, admin, (id, 4), change));

        Assert.Equal(CouponState.Ended, (await ShowAsync(shop, admin, id)).State);
        Assert.Equal($"coupon.publish coupon {id}: Draft → Published", (await shop.TrailAsync())[1]);
        Assert.Equal(5, (await shop.TrailAsync()).Count);
    }

    [Theory, EachStore]
    public async Task A_coupon_whose_time_is_over_is_not_published(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var id = (await CreateAsync(shop, admin, Draft(shop))).CouponId;
        shop.Clock.Advance(TimeSpan.FromDays(40));
        Assert.Equal(ChangeCouponStateStatus.WindowPast, await ChangeAsync(shop, admin, (id, 0), CouponChange.Publish));
    }

    [Theory, EachStore]
    public async Task One_coupon_for_new_customers_is_in_force_at_a_time(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        shop.Clock.Advance(TimeSpan.FromSeconds(1)); // the admin signed up before there was one
        var draft = Draft(shop) with { Audience = CouponAudience.NewCustomer };
        var first = (await CreateAsync(shop, admin, draft)).CouponId;
        var second = (await CreateAsync(shop, admin, draft)).CouponId;

        Assert.Equal(ChangeCouponStateStatus.Changed, await ChangeAsync(shop, admin, (first, 0), CouponChange.Publish));
        Assert.Equal(
            ChangeCouponStateStatus.AnotherInForce, await ChangeAsync(shop, admin, (second, 0), CouponChange.Publish));
        Assert.Equal(CouponState.Draft, (await ShowAsync(shop, admin, second)).State);
        Assert.Equal(ChangeCouponStateStatus.Changed, await ChangeAsync(shop, admin, (first, 1), CouponChange.Pause));
        Assert.Equal(
            ChangeCouponStateStatus.Changed, await ChangeAsync(shop, admin, (second, 0), CouponChange.Publish));
        Assert.Equal(
            ChangeCouponStateStatus.AnotherInForce, await ChangeAsync(shop, admin, (first, 2), CouponChange.Resume));
        Assert.Equal(ChangeCouponStateStatus.Changed, await ChangeAsync(shop, admin, (first, 2), CouponChange.End));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task The_total_is_never_less_than_what_was_claimed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var id = await shop.CouponAsync(total: 5);
        foreach (var account in await shop.AccountsAsync(3))
            await shop.Get<ClaimCoupon>().ExecuteAsync(new(account, id, Guid.NewGuid()), Ct);

        Assert.Equal(ChangeCouponTotalStatus.NotFound, (await TotalAsync(shop, admin, (999, 0), 5)).Status);
        Assert.Equal(ChangeCouponTotalStatus.Stale, (await TotalAsync(shop, admin, (id, 1), 5)).Status);
        Assert.Equal(ChangeCouponTotalStatus.OutOfRange, (await TotalAsync(shop, admin, (id, 0), 0)).Status);
        Assert.Equal(
            new ChangeCouponTotalResult(ChangeCouponTotalStatus.BelowClaimed, 3),
            await TotalAsync(shop, admin, (id, 0), 2));
        Assert.Equal(ChangeCouponTotalStatus.Changed, (await TotalAsync(shop, admin, (id, 0), 3)).Status);
        Assert.Equal(ChangeCouponTotalStatus.Changed, (await TotalAsync(shop, admin, (id, 1), 100)).Status);
        await ChangeAsync(shop, admin, (id, 2), CouponChange.End);
        Assert.Equal(ChangeCouponTotalStatus.NotFromHere, (await TotalAsync(shop, admin, (id, 3), 200)).Status);

        Assert.Equal(100, (await ShowAsync(shop, admin, id)).Total);
        Assert.Equal($"coupon.total coupon {id}: 5 → 3", (await shop.TrailAsync())[0]);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_code_that_reads_like_another_is_taken(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var draft = Draft(shop) with { Audience = CouponAudience.SharedCode, Code = "Hello-10" };

        var made = await CreateAsync(shop, admin, draft);
        var taken = await CreateAsync(shop, admin, draft with { Code = "HELLO1O" });

        Assert.Equal("HELLO-10", (await ShowAsync(shop, admin, made.CouponId)).Code);
        Assert.Equal((CreateCouponStatus.Refused, CouponFault.CodeTaken), (taken.Status, Assert.Single(taken.Faults)));
        Assert.Single(await shop.TrailAsync());
    }

    [Theory, EachStore]
    public async Task A_coupon_keeps_the_names_of_its_goods_and_a_fixed_end(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId) = (await shop.AdminAsync(), await shop.SkuAsync(5));
        var draft = Draft(shop);
        draft = draft with
        {
            Terms = Scoped((int)(await shop.GoodsAsync(skuId)).CategoryId),
            UsableUntil = draft.ClosesAt.AddDays(2),
        };

        var coupon = await ShowAsync(shop, admin, (await CreateAsync(shop, admin, draft)).CouponId);

        Assert.Equal(new LocalizedText("Things", "东西"), coupon.ScopeText);
        Assert.Equal((0, draft.UsableUntil, draft.Terms), (coupon.ValidDays, coupon.UsableUntil, coupon.Terms));
    }

    [Theory, EachStore]
    public async Task Abuse_64_The_total_is_never_less_than_the_codes_that_were_made(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var id = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100))
        {
            Audience = CouponAudience.UniqueCodes, Codes = ["AAAAA", "BBBBB", "CCCCC"],
        });
        Assert.Equal(
            new ChangeCouponTotalResult(ChangeCouponTotalStatus.BelowClaimed, 3),
            await TotalAsync(shop, admin, (id, 0), 2));
        Assert.Equal(ChangeCouponTotalStatus.Changed, (await TotalAsync(shop, admin, (id, 0), 3)).Status);
    }

    [Theory, EachStore]
    public async Task Holders_are_found_by_a_piece_of_their_address_or_of_the_order(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, skuId, shopper) = (await shop.AdminAsync(), await shop.SkuAsync(9), await shop.ShopperAsync());
        var (others, couponId) = (await shop.AccountsAsync(3), await shop.CouponAsync(total: 9));
        foreach (var other in others) await shop.ClaimAsync(other, couponId);
        var claimId = await shop.ClaimAsync(shopper.AccountId, couponId);
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        var order = (await shop.PlaceAsync(shopper, "one", claimId)).Number;
        var email = await shop.EmailAsync(others[1]);

        Assert.Equal([claimId], await FindAsync(order.Text[3..15].ToLowerInvariant()));
        Assert.Equal([others[1]], (await ShowAllAsync(email[..20].ToUpperInvariant())).Select(c => c.AccountId));
        Assert.Empty(await FindAsync("%"));
        Assert.Equal(4, (await FindAsync("")).Count());

        async Task<IEnumerable<long>> FindAsync(string query) =>
            (await ShowAllAsync(query)).Select(c => c.ClaimId);

        async Task<IReadOnlyList<StaffClaimRow>> ShowAllAsync(string query) =>
            (await shop.Get<ShowCouponForStaff>().ExecuteAsync(
                new(admin, couponId, null, 1) { Query = query }, Ct)).Claims;
    }

    private static CouponTerms Scoped(params int[] categories) => SeedCoupon.Amount(1_000) with
    {
        Scope = CouponScope.Categories, ScopeIds = CouponTerms.ScopeOf(categories.Select(id => (long)id)),
    };

    private static CouponDraft Draft(TestShop shop) => new(
        new LocalizedText("Ten off", "立减十元"), CouponAudience.Public,
        new CouponTerms(CouponKind.AmountOff, 1_000, 0, 5_000, 0), 50, 1, shop.Now, shop.Now.AddDays(30), 30);

    private static Task<CreateCouponResult> CreateAsync(TestShop shop, long admin, CouponDraft draft) =>
        shop.Get<CreateCoupon>().ExecuteAsync(new CreateCouponRequest(admin, draft), Ct);

    private static Task<ChangeCouponStateStatus> ChangeAsync(
        TestShop shop, long admin, (long Id, int Version) coupon, CouponChange change) =>
        shop.Get<ChangeCouponState>().ExecuteAsync(new(admin, coupon.Id, coupon.Version, change), Ct);

    private static Task<ChangeCouponTotalResult> TotalAsync(
        TestShop shop, long admin, (long Id, int Version) coupon, int total) =>
        shop.Get<ChangeCouponTotal>().ExecuteAsync(new(admin, coupon.Id, coupon.Version, total), Ct);

    private static async Task<StaffCoupon> ShowAsync(TestShop shop, long admin, long id) =>
        (await shop.Get<ShowCouponForStaff>().ExecuteAsync(new(admin, id, null, 1), Ct)).Coupon!;
}
