using EShop.Core.Accounts;
using EShop.Core.Coupons;
using EShop.Core.Mail;
using EShop.Core.Orders;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Coupons;

public sealed class RemindOfExpiryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_day_before_it_expires_its_owner_is_told_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = (await shop.AccountsAsync(1))[0];
        await shop.ClaimAsync(account, SeedCoupon.Amount(100));
        shop.Clock.Advance(TimeSpan.FromDays(6) - TimeSpan.FromSeconds(1));
        Assert.Equal(new RemindOfExpiryResult(0, 0), await RemindAsync(shop));

        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new RemindOfExpiryResult(1, 1), await RemindAsync(shop));
        Assert.Equal(new RemindOfExpiryResult(0, 0), await RemindAsync(shop));

        var mail = Assert.Single(await MailsAsync(shop));
        Assert.Equal(
            (await shop.EmailAsync(account), "A coupon of yours is about to expire"), (mail.Recipient, mail.Subject));
        Assert.Contains("A coupon: 24 h left", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(shop.Now.AddDays(1), mail.ExpiresAt);
    }

    [Theory, EachStore]
    public async Task One_mail_in_the_readers_language_tells_of_all_theirs(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var account = (await shop.AccountsAsync(1))[0];
        await shop.WriteAsync(db => db.Set<Account>().Where(a => a.Id == account)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Culture, "zh"), Ct));
        await shop.ClaimAsync(account, SeedCoupon.Amount(100));
        await shop.ClaimAsync(account, SeedCoupon.Shipping());
        shop.Clock.Advance(TimeSpan.FromDays(6.5));

        Assert.Equal(new RemindOfExpiryResult(2, 1), await RemindAsync(shop));

        var mail = Assert.Single(await MailsAsync(shop));
        Assert.Equal("您有优惠券即将到期", mail.Subject);
        Assert.Equal(2, mail.TextBody.Split("一张券：还剩 12 小时").Length - 1);
    }

    [Theory, EachStore]
    public async Task Who_has_used_it_or_claimed_it_late_or_lost_it_is_not_told(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (skuId, shopper) = (await shop.SkuAsync(9, 5_000), await shop.ShopperAsync());
        var accounts = await shop.AccountsAsync(2);
        var end = shop.Now.AddDays(3);
        var couponId = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100)) { UsableUntil = end });
        var held = await shop.ClaimAsync(shopper.AccountId, couponId);
        await shop.CartAsync(shopper.AccountId, (skuId, 1));
        Assert.Equal(CheckOutStatus.Placed, (await shop.PlaceAsync(shopper, "held", held)).Status);
        var late = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100))
        {
            UsableUntil = end, OpensIn = TimeSpan.FromDays(2.5),
        });
        shop.Clock.Advance(TimeSpan.FromDays(2.6));
        await shop.ClaimAsync(accounts[0], late);

        Assert.Equal(new RemindOfExpiryResult(0, 0), await RemindAsync(shop));
        shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new RemindOfExpiryResult(0, 0), await RemindAsync(shop));
        Assert.Empty(await MailsAsync(shop));
    }

    [Theory, EachStore]
    public async Task Two_nodes_at_once_tell_each_of_many_once(Store store)
    {
        const int owners = RemindOfExpiry.BatchMax + 30;
        await using var shop = await TestShop.CreateAsync(store);
        var node = shop.SecondNode();
        var accounts = await shop.AccountsAsync(owners);
        var couponId = await shop.CouponAsync(new SeedCoupon(SeedCoupon.Amount(100)) { Total = owners });
        await Race.RunAsync(owners, i => shop.ClaimAsync(accounts[i], couponId));
        shop.Clock.Advance(TimeSpan.FromDays(6.9));
        RemindOfExpiry[] nodes = [shop.Get<RemindOfExpiry>(), node.Get<RemindOfExpiry>()];

        var results = await Race.RunAsync(4, i => nodes[i % 2].ExecuteAsync(Ct));

        Assert.Equal((owners, owners), (results.Sum(r => r.Claims), results.Sum(r => r.Mails)));
        Assert.Equal(owners, (await MailsAsync(shop)).Select(m => m.Recipient).Distinct().Count());
        await shop.AuditAsync();
    }

    private static Task<RemindOfExpiryResult> RemindAsync(TestShop shop) =>
        shop.Get<RemindOfExpiry>().ExecuteAsync(Ct);

    private static Task<List<QueuedMail>> MailsAsync(TestShop shop) =>
        shop.ReadAsync(db => db.Set<QueuedMail>().ToListAsync(Ct));
}
