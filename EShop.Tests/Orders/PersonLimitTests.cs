using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Catalog.Browse;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Catalog;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

/// <summary>What one person may have at once (abuse 52): unpaid orders, and units of a SKU that sets it.</summary>
public sealed class PersonLimitTests
{
    private const int Presses = 12;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_52_units_per_person_count_over_all_orders_that_are_not_closed(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (sku, shopper) = (await LimitedAsync(shop, 5), await shop.ShopperAsync());
        var first = await OrderAsync(shop, shopper, (sku, 3));
        Assert.Equal(CheckOutStatus.Placed, first.Status);
        await shop.PayAsync(first.Number, "t1");
        var second = await OrderAsync(shop, shopper, (sku, 2));
        Assert.Equal(CheckOutStatus.Placed, second.Status);

        var over = await OrderAsync(shop, shopper, (sku, 1));
        var shortage = Assert.Single((await QuoteAsync(shop, shopper.AccountId)).Shortages);
        Assert.Equal((CheckOutStatus.OverPersonLimit, sku, 0L), (over.Status, over.SkuId, over.Left));
        Assert.Equal((ShortageReason.OverPersonLimit, 0L, 5, 5),
            (shortage.Reason, shortage.Left, shortage.PersonMax, shortage.Had));

        await shop.Get<CancelOrder>().ExecuteAsync(new(shopper.AccountId, second.Number), Ct);
        await shop.DeliverAsync();
        var tooMany = await OrderAsync(shop, shopper, (sku, 3));
        Assert.Equal((CheckOutStatus.OverPersonLimit, 2L), (tooMany.Status, tooMany.Left));
        Assert.Equal(CheckOutStatus.Placed, (await OrderAsync(shop, shopper, (sku, 2))).Status);
        Assert.Equal(CheckOutStatus.Placed, (await OrderAsync(shop, await shop.ShopperAsync(), (sku, 5))).Status);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_52_parallel_checkouts_of_one_account_get_no_more_than_one_would(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store, o => o.Settings["Orders:OpenMax"] = "100");
        var (sku, shopper) = (await LimitedAsync(shop, 5), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (sku, 2));

        var results = await RaceAsync(shop, shopper);

        Assert.Equal((2, 10), Counted(results, CheckOutStatus.OverPersonLimit));
        Assert.Equal((96L, 4L), await FreeAndLockedAsync(shop, sku));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_52_parallel_checkouts_of_one_account_leave_three_unpaid_orders(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (sku, shopper) = (await shop.SkuAsync(stock: 100), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (sku, 1));

        var results = await RaceAsync(shop, shopper);

        Assert.Equal((3, 9), Counted(results, CheckOutStatus.TooManyOpen));
        Assert.Equal((97L, 3L), await FreeAndLockedAsync(shop, sku));
        await shop.AuditAsync();
    }

    /// <summary>The shopper kept to the maximum when ordering, and has paid: see decision 26.</summary>
    [Theory, EachStore]
    public async Task S16_Late_money_is_honoured_over_the_maximum_and_counts_from_then_on(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (sku, shopper) = (await LimitedAsync(shop, 3), await shop.ShopperAsync());
        var lapsed = await OrderAsync(shop, shopper, (sku, 2));
        shop.Clock.Advance(TimeSpan.FromMinutes(16));
        await shop.SweepAsync();
        var again = await OrderAsync(shop, shopper, (sku, 3));
        Assert.Equal(CheckOutStatus.Placed, again.Status);

        await shop.PayAsync(lapsed.Number, "late");
        await shop.DeliverAsync();
        await shop.DeliverAsync();

        Assert.Equal(OrderState.Paid, await shop.StateAsync(lapsed.Number));
        var over = await OrderAsync(shop, shopper, (sku, 1));
        Assert.Equal((CheckOutStatus.OverPersonLimit, 0L), (over.Status, over.Left));
        await shop.AuditAsync();
        await shop.Get<CancelOrder>().ExecuteAsync(new(shopper.AccountId, again.Number), Ct);
        Assert.Equal(CheckOutStatus.Placed, (await OrderAsync(shop, shopper, (sku, 1))).Status);
    }

    [Theory, EachStore]
    public async Task A_cart_takes_no_more_than_a_person_may_have_and_says_so(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (sku, guest) = (await LimitedAsync(shop, 2), CartOwner.NewGuest());
        var account = (await shop.AccountsAsync(1))[0];
        var (add, change) = (shop.Get<AddToCart>(), shop.Get<ChangeCartLine>());
        var owner = CartOwner.Account(account);

        Assert.Equal((AddToCartStatus.Added, 1), Of(await add.ExecuteAsync(new(guest, sku, 1), Ct)));
        Assert.Equal((AddToCartStatus.PersonLimit, 2), Of(await add.ExecuteAsync(new(guest, sku, 5), Ct)));
        var changed = await change.ExecuteAsync(new(guest, sku, 3), Ct);
        Assert.Equal((ChangeCartLineStatus.PersonLimit, 2), (changed.Status, changed.Quantity));

        // Two carts that join may hold more: that is shown, not lost.
        await add.ExecuteAsync(new(owner, sku, 1), Ct);
        await shop.Get<MergeGuestCart>().ExecuteAsync(new(account, guest.GuestKey), Ct);
        var cart = await shop.Get<ShowCart>().ExecuteAsync(new(owner), Ct);
        var line = Assert.Single(cart.Lines);
        Assert.Equal((3, 2, 2L, false), (line.Quantity, line.PersonMax, line.CanHave, cart.CanCheckOut));
        var handle = line.ProductHandle;
        var product = (await shop.Get<ShowProduct>().ExecuteAsync(new(handle), Ct)).Product!;
        Assert.Equal(2, Assert.Single(product.Skus).PersonMax);
    }

    [Theory, EachStore]
    public async Task An_import_leaves_both_marks_of_a_SKU_as_they_are(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        await shop.ImportAsync(ImportKit.Plain("cup"));
        await shop.WriteAsync(db => db.Set<Sku>().ExecuteUpdateAsync(
            set => set.SetProperty(s => s.PersonMax, 3).SetProperty(s => s.LowStockAt, 4), Ct));
        await shop.ImportAsync(ImportKit.Plain("cup", price: "12"));
        var sku = (await shop.ProductAsync("cup")).Skus.Single();
        Assert.Equal((12_00, 3, 4), (sku.PriceMinor, sku.PersonMax, sku.LowStockAt));
    }

    /// <summary>One person presses the button in as many tabs at once, on two nodes, each with a key of its own. The
    /// lines were added after all of that, so that no order takes them out of the cart.</summary>
    private static async Task<CheckOutResult[]> RaceAsync(TestShop shop, (long AccountId, long AddressId) shopper)
    {
        var (later, other) = (shop.Now.AddHours(1), shop.SecondNode());
        await shop.WriteAsync(db => db.Set<CartLine>().ExecuteUpdateAsync(
            set => set.SetProperty(l => l.AddedAt, later), Ct));
        var due = (await QuoteAsync(shop, shopper.AccountId)).Total.Due;
        return await Race.RunAsync(Presses, i => (i % 2 == 0 ? shop.Get<CheckOut>() : other.Get<CheckOut>())
            .ExecuteAsync(new CheckOutRequest(
                shopper.AccountId, $"key-{i}", shopper.AddressId, null, "", due), Ct));
    }

    private static (int Placed, int Refused) Counted(CheckOutResult[] results, CheckOutStatus refusal) =>
        (results.Count(r => r.Status == CheckOutStatus.Placed), results.Count(r => r.Status == refusal));

    private static async Task<long> LimitedAsync(TestShop shop, int max)
    {
        var sku = await shop.SkuAsync(stock: 100);
        await shop.WriteAsync(db => db.Set<Sku>().Where(s => s.Id == sku)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.PersonMax, max), Ct));
        return sku;
    }

    private static async Task<CheckOutResult> OrderAsync(
        TestShop shop, (long AccountId, long AddressId) shopper, (long SkuId, int Quantity) line)
    {
        await shop.WriteAsync(db => db.Set<Cart>().Where(c => c.AccountId == shopper.AccountId).ExecuteDeleteAsync(Ct));
        await shop.CartAsync(shopper.AccountId, line);
        return await shop.PlaceAsync(shopper, RandomToken.New());
    }

    private static async Task<(long Free, long Locked)> FreeAndLockedAsync(TestShop shop, long skuId)
    {
        var level = await shop.StockAsync(skuId);
        return (level.Available, level.Locked);
    }

    private static Task<QuoteCheckoutResult> QuoteAsync(TestShop shop, long accountId) =>
        shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, null), Ct);

    private static (AddToCartStatus, int) Of(AddToCartResult result) => (result.Status, result.Quantity);
}
