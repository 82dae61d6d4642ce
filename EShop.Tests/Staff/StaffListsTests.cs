using EShop.Core.Catalog.Manage;
using EShop.Core.Coupons;
using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Staff;

/// <summary>What staff reads tells the rows as they are, on both stores.</summary>
public sealed class StaffListsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task The_overview_counts_today_and_what_is_stuck(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        var (_, placed) = await shop.BuyAsync(skuId, 2);
        await shop.PayAsync(placed.Number, "t1");
        await shop.BuyAsync(skuId);

        var shown = await ShowAsync(shop, admin);

        Assert.Equal(2, shown.Today!.Orders);
        Assert.Equal(new Money(20_000), shown.Today.Revenue);
        Assert.Equal(0, shown.LastWeek!.Orders);
        Assert.Equal(new StuckThings(1, 0, 0, 1), shown.Stuck);
        Assert.Equal(7, shown.Days.Count);
        Assert.Equal((new Money(20_000), 2), (shown.Days[^1].Revenue, shown.Days[^1].Orders));
        shop.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(2, (await ShowAsync(shop, admin)).Stuck!.OverdueTasks);
    }

    [Theory, EachStore]
    public async Task Orders_are_found_by_number_address_and_state(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var skuId = await shop.SkuAsync(stock: 5);
        var (accountId, first) = await shop.BuyAsync(skuId);
        await shop.BuyAsync(skuId);
        await shop.PayAsync(first.Number, "t1");
        var email = await shop.ReadAsync(
            db => db.Users.Where(a => a.Id == accountId).Select(a => a.Email).SingleAsync(Ct));

        Assert.Equal(2, await FoundAsync(shop, admin, ""));
        Assert.Equal(1, await FoundAsync(shop, admin, first.Number.Text.ToLowerInvariant()));
        Assert.Equal(1, await FoundAsync(shop, admin, first.Number.Text[8..]));
        Assert.Equal(1, await FoundAsync(shop, admin, email![..12]));
        Assert.Equal(2, await FoundAsync(shop, admin, "Li Lei"));
        Assert.Equal(0, await FoundAsync(shop, admin, "100%_'--"));
        Assert.Equal(1, await FoundAsync(shop, admin, "", OrderState.Paid));
    }

    [Theory, EachStore]
    public async Task Customers_come_with_their_orders_and_coupons(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var (accountId, _) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var couponId = await shop.CouponAsync(total: 5);
        await shop.Get<ClaimCoupon>().ExecuteAsync(new(accountId, couponId, Guid.NewGuid()), Ct);

        var listed = await shop.Get<ListCustomers>().ExecuteAsync(new(admin, "shop.test", 1), Ct);

        Assert.Equal(2, listed.Count);
        var row = Assert.Single(listed.Customers, c => c.AccountId == accountId);
        Assert.Equal((1, 1), (row.Orders, row.Coupons));
    }

    [Theory, EachStore]
    public async Task A_dead_message_is_tried_again_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        await shop.WriteAsync(db =>
        {
            Outbox.Add(db, shop.Now, new NobodyActs());
            return Task.FromResult(true);
        });
        await shop.WriteAsync(db => db.Set<OutboxMessage>().ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, MessageState.Dead).SetProperty(m => m.Tries, 12), Ct));
        var dead = await shop.Get<ListMessages>().ExecuteAsync(new(admin, MessageState.Dead, 1), Ct);
        var retry = new RetryMessageRequest(admin, Assert.Single(dead.Messages).Id);

        Assert.Equal(RetryMessageStatus.Retried, await shop.Get<RetryMessage>().ExecuteAsync(retry, Ct));
        Assert.Equal(RetryMessageStatus.NothingToRetry, await shop.Get<RetryMessage>().ExecuteAsync(retry, Ct));
        Assert.Equal(1, (await shop.Get<ListMessages>().ExecuteAsync(new(admin, MessageState.Waiting, 1), Ct)).Count);
    }

    [Theory, EachStore]
    public async Task The_books_are_checked_when_asked_and_kept(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        var before = await shop.Get<ShowBooks>().ExecuteAsync(new(admin, CheckFirst: false), Ct);
        Assert.Empty(before.History!.Checks);
        var after = await shop.Get<ShowBooks>().ExecuteAsync(new(admin, CheckFirst: true), Ct);
        Assert.True(Assert.Single(after.History!.Checks).IsClean);
    }

    [Theory, EachStore]
    public async Task Products_and_coupons_are_listed_with_what_is_held(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var admin = await shop.AdminAsync();
        await shop.BuyAsync(await shop.SkuAsync(stock: 5), 2);
        await shop.CouponAsync(total: 5);

        var products = await shop.Get<ListProductsForStaff>()
            .ExecuteAsync(new(admin, "", null, null, StockFilter.Low, 1), Ct);
        var product = Assert.Single(products.Products);
        Assert.Equal((3L, 2L), (product.Available, product.Locked));
        var coupons = await shop.Get<ListCouponsForStaff>().ExecuteAsync(new(admin, CouponState.Published, 1), Ct);
        Assert.Equal((0, 0), (Assert.Single(coupons.Coupons).Claimed, coupons.Coupons[0].Held));
    }

    private static Task<ShowDashboardResult> ShowAsync(TestShop shop, long admin) =>
        shop.Get<ShowDashboard>().ExecuteAsync(new(admin, shop.Now.AddHours(-2)), Ct);

    private static async Task<int> FoundAsync(TestShop shop, long admin, string query, OrderState? state = null) =>
        (await shop.Get<ListOrdersForStaff>().ExecuteAsync(new(admin, query, state, 1), Ct)).Count;

    private sealed record NobodyActs : IMessage;
}
