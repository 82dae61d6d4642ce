using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;

namespace EShop.Tests.Coupons;

/// <summary>A coupon is changed after it was made: name, window, limit; what was claimed stays what it was.</summary>
public sealed class EditCouponTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_66_A_change_shows_at_once_is_in_the_trail_and_leaves_claims_alone(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, accounts) = (await shop.AdminAsync(), await shop.AccountsAsync(2));
        var id = await shop.CouponAsync(total: 5);
        var claimId = await shop.ClaimAsync(accounts[0], id);
        var before = Assert.Single(await MineAsync(shop, accounts[0]));

        var edit = new CouponEdit(new LocalizedText(" Spring ", "春天"), 2, shop.Now.AddHours(1), shop.Now.AddDays(9));
        Assert.Equal(EditCouponStatus.Changed, (await EditAsync(shop, admin, (id, 0), edit)).Status);

        var shown = await ShowAsync(shop, admin, id);
        Assert.Equal(new LocalizedText("Spring", "春天"), shown.Name);
        Assert.Equal(
            (2, edit.OpensAt, edit.ClosesAt, 1),
            (shown.LimitPerPerson, shown.OpensAt, shown.ClosesAt, shown.Version));
        var early = await shop.Get<ClaimCoupon>().ExecuteAsync(new(accounts[1], id, Guid.NewGuid()), Ct);
        Assert.Equal((ClaimCouponStatus.NotOpenYet, edit.OpensAt), (early.Status, early.OpensAt));
        var after = Assert.Single(await MineAsync(shop, accounts[0]));
        Assert.Equal(
            (claimId, before.Terms, before.ExpiresAt, before.State),
            (after.ClaimId, after.Terms, after.ExpiresAt, after.State));
        var trail = Assert.Single(await shop.TrailAsync());
        Assert.StartsWith($"coupon.edit coupon {id}: ", trail, StringComparison.Ordinal);
        Assert.Contains("Ten off", trail.Split(" → ")[0], StringComparison.Ordinal);
        Assert.Contains("Spring", trail.Split(" → ")[1], StringComparison.Ordinal);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Each_refusal_is_told_apart_and_changes_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, somebody) = (await shop.AdminAsync(), (await shop.AccountsAsync(1))[0]);
        var id = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100))
        {
            LimitPerPerson = 3, UsableUntil = shop.Now.AddDays(5),
        });
        foreach (var _ in Enumerable.Range(1, 2)) await shop.ClaimAsync(somebody, id);
        var shown = await ShowAsync(shop, admin, id);
        var good = new CouponEdit(shown.Name, 3, shown.OpensAt, shown.ClosesAt);

        Assert.Equal(EditCouponStatus.NotAllowed, (await EditAsync(shop, somebody, (id, 0), good)).Status);
        Assert.Equal(EditCouponStatus.NotFound, (await EditAsync(shop, admin, (999, 0), good)).Status);
        Assert.Equal(EditCouponStatus.Stale, (await EditAsync(shop, admin, (id, 7), good)).Status);
        (CouponEdit Edit, CouponFault Fault)[] faulty =
        [
            (good with { Name = new LocalizedText(" ", "券") }, CouponFault.NameEnglishMissing),
            (good with { Name = new LocalizedText("A", "") }, CouponFault.NameChineseMissing),
            (good with { Name = new LocalizedText(new string('x', 81), "券") }, CouponFault.NameTooLong),
            (good with { LimitPerPerson = 0 }, CouponFault.LimitOutOfRange),
            (good with { OpensAt = good.ClosesAt }, CouponFault.ClosesBeforeItOpens),
            (good with { ClosesAt = shop.Now.AddMinutes(-1) }, CouponFault.ClosesInThePast),
            (good with { ClosesAt = shop.Now.AddDays(6) }, CouponFault.UsableUntilTooEarly),
        ];
        foreach (var (edit, fault) in faulty)
        {
            var refused = await EditAsync(shop, admin, (id, 0), edit);
            Assert.Equal((EditCouponStatus.Refused, fault), (refused.Status, Assert.Single(refused.Faults)));
        }

        var below = await EditAsync(shop, admin, (id, 0), good with { LimitPerPerson = 1 });
        Assert.Equal((EditCouponStatus.LimitBelowHeld, 2), (below.Status, below.Held));
        Assert.Equal(shown, await ShowAsync(shop, admin, id));
        Assert.Empty(await shop.TrailAsync());

        var lower = await EditAsync(shop, admin, (id, 0), good with { LimitPerPerson = 2 });
        Assert.Equal(EditCouponStatus.Changed, lower.Status);
        await shop.Get<ChangeCouponState>().ExecuteAsync(new(admin, id, 1, CouponChange.End), Ct);
        Assert.Equal(EditCouponStatus.NotFromHere, (await EditAsync(shop, admin, (id, 2), good)).Status);
    }

    [Theory, EachStore]
    public async Task A_window_that_is_past_may_stay_while_the_name_is_mended(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, id) = (await shop.AdminAsync(), await shop.CouponAsync(total: 5));
        var shown = await ShowAsync(shop, admin, id);
        shop.Clock.Advance(TimeSpan.FromDays(3));

        var edit = new CouponEdit(new LocalizedText("Was", "曾"), 1, shown.OpensAt, shown.ClosesAt);

        Assert.Equal(EditCouponStatus.Changed, (await EditAsync(shop, admin, (id, 0), edit)).Status);
    }

    [Theory, EachStore]
    public async Task Abuse_65_Of_ten_changes_at_once_one_is_made_and_the_others_are_told(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, id, node) = (await shop.AdminAsync(), await shop.CouponAsync(total: 5), shop.SecondNode());
        var shown = await ShowAsync(shop, admin, id);

        var statuses = await Race.RunAsync(10, async i =>
        {
            var edit = new CouponEdit(new LocalizedText($"Name {i}", "名"), 1, shown.OpensAt, shown.ClosesAt);
            var use = i % 2 == 0 ? shop.Get<EditCoupon>() : node.Get<EditCoupon>();
            return (await use.ExecuteAsync(new EditCouponRequest(admin, id, 0, edit), Ct)).Status;
        });

        Assert.Equal(1, statuses.Count(s => s == EditCouponStatus.Changed));
        Assert.Equal(9, statuses.Count(s => s == EditCouponStatus.Stale));
        Assert.Single(await shop.TrailAsync());
        Assert.Equal(1, (await ShowAsync(shop, admin, id)).Version);
    }

    [Theory, EachStore]
    public async Task S7_A_limit_that_is_lowered_among_claims_is_never_passed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, accounts, node) = (await shop.AdminAsync(), await shop.AccountsAsync(8), shop.SecondNode());
        for (var round = 0; round < 5; round++)
        {
            var id = await shop.CouponAsync(total: 100, limitPerPerson: 3);
            var shown = await ShowAsync(shop, admin, id);
            var lower = new CouponEdit(shown.Name, 1, shown.OpensAt, shown.ClosesAt);
            await Race.RunAsync(33, async i =>
            {
                if (i == 16) return (int)(await EditAsync(shop, admin, (id, 0), lower)).Status;
                var claim = i % 2 == 0 ? shop.Get<ClaimCoupon>() : node.Get<ClaimCoupon>();
                return (int)(await claim.ExecuteAsync(new(accounts[i % 8], id, Guid.NewGuid()), Ct)).Status;
            });
        }

        // One line of the books is that nobody holds more than the limit.
        await shop.AuditAsync();
    }

    private static Task<EditCouponResult> EditAsync(
        TestShop shop, long actor, (long Id, int Version) coupon, CouponEdit edit) =>
        shop.Get<EditCoupon>().ExecuteAsync(new EditCouponRequest(actor, coupon.Id, coupon.Version, edit), Ct);

    private static async Task<IReadOnlyList<MyClaimRow>> MineAsync(TestShop shop, long account) =>
        (await shop.Get<ListMyClaims>().ExecuteAsync(new(account, 1), Ct)).Claims;

    private static async Task<StaffCoupon> ShowAsync(TestShop shop, long admin, long id) =>
        (await shop.Get<ShowCouponForStaff>().ExecuteAsync(new(admin, id, null, 1), Ct)).Coupon!;
}
