using EShop.Core.Coupons;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Coupons;

/// <summary>Batches of codes by staff, and what is taken along of a coupon as a file.</summary>
public sealed class MakeCodesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_batch_is_made_and_taken_along_and_each_code_works(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, account) = (await shop.AdminAsync(), (await shop.AccountsAsync(1))[0]);
        var couponId = await UniqueAsync(shop, total: 1_500);
        Assert.Equal(
            new MakeCodesResult(MakeCodesStatus.Made, 498), await MakeAsync(shop, admin, couponId, (0, 1_002)));

        var lines = await ExportAsync(shop, admin, couponId, CouponExport.Codes);
        var codes = lines.Skip(1).Select(line => line.Split(',')[0]).ToList();
        Assert.Equal((CsvLine.Mark + "code,used_by,used_at\r\n", 1_002), (lines[0], codes.Distinct().Count()));
        Assert.Equal(RedeemCodeStatus.Redeemed, (await shop.RedeemAsync(account, codes[^1])).Status);

        var used = (await ExportAsync(shop, admin, couponId, CouponExport.Codes))[^1];
        Assert.Equal($"{codes[^1]},{await shop.EmailAsync(account)},{shop.Now:yyyy-MM-dd HH:mm:ss}Z\r\n", used);
        Assert.Equal(
            [$"coupon.codes coupon {couponId}: 0 → 1002", $"coupon.export coupon {couponId}:  → Codes"],
            (await shop.TrailAsync()).Take(2));
    }

    [Theory, EachStore]
    public async Task Two_of_the_staff_at_once_make_no_more_codes_than_there_are_coupons(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        long[] staff = [await shop.AdminAsync(), await shop.AdminAsync()];
        var couponId = await UniqueAsync(shop, total: 100);

        var results = await Race.RunAsync(6, i => MakeAsync(shop, staff[i % 2], couponId, (0, 60)));

        Assert.Equal(1, results.Count(r => r.Status == MakeCodesStatus.Made));
        // Who read the coupon before and its codes after sees that there is no room; the others, that it was changed.
        Assert.All(results.Where(r => r.Status != MakeCodesStatus.Made), r => Assert.Contains(
            r.Status, new[] { MakeCodesStatus.Stale, MakeCodesStatus.MoreThanTotal }));
        Assert.Equal(60, await shop.ReadAsync(db => db.Set<CouponCode>().CountAsync(Ct)));
        Assert.Single(await shop.TrailAsync());
    }

    [Theory, EachStore]
    public async Task Each_refusal_is_told_apart_and_makes_none(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, account) = (await shop.AdminAsync(), (await shop.AccountsAsync(1))[0]);
        var (couponId, other) = (await UniqueAsync(shop, total: 9_000), await shop.CouponAsync(total: 5));

        Assert.Equal(MakeCodesStatus.NotAllowed, (await MakeAsync(shop, account, couponId, (0, 1))).Status);
        Assert.Equal(MakeCodesStatus.NotFound, (await MakeAsync(shop, admin, 999, (0, 1))).Status);
        Assert.Equal(MakeCodesStatus.Stale, (await MakeAsync(shop, admin, couponId, (7, 1))).Status);
        Assert.Equal(MakeCodesStatus.NotFromHere, (await MakeAsync(shop, admin, other, (0, 1))).Status);
        Assert.Equal(MakeCodesStatus.OutOfRange, (await MakeAsync(shop, admin, couponId, (0, 0))).Status);
        Assert.Equal(MakeCodesStatus.OutOfRange, (await MakeAsync(shop, admin, couponId, (0, 5_001))).Status);
        Assert.Equal(MakeCodesStatus.Made, (await MakeAsync(shop, admin, couponId, (0, 5_000))).Status);
        Assert.Equal(
            new MakeCodesResult(MakeCodesStatus.MoreThanTotal, 4_000),
            await MakeAsync(shop, admin, couponId, (1, 4_001)));
        Assert.Equal(5_000, await shop.ReadAsync(db => db.Set<CouponCode>().CountAsync(Ct)));
    }

    [Theory, EachStore]
    public async Task Abuse_59_Holders_are_taken_along_with_no_cell_that_runs(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, account) = (await shop.AdminAsync(), (await shop.AccountsAsync(1))[0]);
        await shop.WriteAsync(db => db.Set<EShop.Core.Accounts.Account>().Where(a => a.Id == account)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, "=cmd|'/c calc'!A1@shop.test"), Ct));
        var couponId = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100)) { LimitPerPerson = 2 });
        long[] claims = [await shop.ClaimAsync(account, couponId), await shop.ClaimAsync(account, couponId)];

        var lines = await ExportAsync(shop, admin, couponId, CouponExport.Holders);

        Assert.Equal(CsvLine.Mark + "claim,email,nth,state,order,claimed_at,expires_at\r\n", lines[0]);
        Assert.StartsWith($"{claims[0]},'=cmd|'/c calc'!A1@shop.test,1,Unused,,", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Count);
    }

    [Theory, EachStore]
    public async Task Nobody_else_takes_anything_along(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (admin, account) = (await shop.AdminAsync(), (await shop.AccountsAsync(1))[0]);
        var couponId = await UniqueAsync(shop, total: 5);
        foreach (var what in Enum.GetValues<CouponExport>())
        {
            var export = shop.Get<ExportCoupon>();
            var refused = await export.ExecuteAsync(new(account, couponId, what), Ct);
            Assert.Equal(ExportCouponStatus.NotAllowed, refused.Status);
            Assert.Equal(0, await refused.Lines.CountAsync(Ct));
            Assert.Equal(ExportCouponStatus.NotFound, (await export.ExecuteAsync(new(admin, 999, what), Ct)).Status);
        }

        Assert.Empty(await shop.TrailAsync());
    }

    private static Task<long> UniqueAsync(TestShop shop, int total) =>
        shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100))
        {
            Audience = CouponAudience.UniqueCodes, Total = total,
        });

    private static Task<MakeCodesResult> MakeAsync(
        TestShop shop, long actorId, long couponId, (int Version, int Count) asked) =>
        shop.Get<MakeCodes>().ExecuteAsync(new MakeCodesRequest(actorId, couponId, asked.Version, asked.Count), Ct);

    private static async Task<List<string>> ExportAsync(
        TestShop shop, long actorId, long couponId, CouponExport what)
    {
        var result = await shop.Get<ExportCoupon>().ExecuteAsync(new(actorId, couponId, what), Ct);
        Assert.Equal(ExportCouponStatus.Exported, result.Status);
        return await result.Lines.ToListAsync(Ct);
    }
}
