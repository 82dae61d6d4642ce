using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

/// <summary>What is not as the shopper saw it is shown and confirmed again, never silent (abuse 50).</summary>
public sealed class CheckoutChangesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_50_a_changed_price_is_told_with_its_line_and_the_next_press_goes_through(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (sku, other, shopper) = (await shop.SkuAsync(9), await shop.SkuAsync(9), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (sku, 2), (other, 1));
        var seen = await QuoteAsync(shop, shopper.AccountId);
        await PriceAsync(shop, sku, 12_000);

        var refused = await PlaceAsync(shop, shopper, seen);

        Assert.Equal((CheckOutStatus.TotalChanged, 34_000L), (refused.Status, refused.Total?.Due.Minor));
        var change = Assert.Single(refused.Changes);
        Assert.Equal((CheckoutChangeKind.Price, sku, 10_000L, 12_000L, "Thing"),
            (change.Kind, change.SkuId, change.Before.Minor, change.Now.Minor, change.Name.En));
        Assert.Equal((9L, 9L), ((await shop.StockAsync(sku)).Available, (await shop.StockAsync(other)).Available));
        var confirmed = await PlaceAsync(shop, shopper, await QuoteAsync(shop, shopper.AccountId));
        Assert.Equal(CheckOutStatus.Placed, confirmed.Status);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_50_two_changes_that_come_to_the_same_total_are_told_too(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (up, down, shopper) = (await shop.SkuAsync(9), await shop.SkuAsync(9), await shop.ShopperAsync());
        await shop.CartAsync(shopper.AccountId, (up, 1), (down, 1));
        var seen = await QuoteAsync(shop, shopper.AccountId);
        await PriceAsync(shop, up, 11_000);
        await PriceAsync(shop, down, 9_000);

        var refused = await PlaceAsync(shop, shopper, seen);

        Assert.Equal((CheckOutStatus.TotalChanged, seen.Total.Due), (refused.Status, refused.Total!.Due));
        Assert.Equal([(up, 11_000L), (down, 9_000L)], refused.Changes.Select(c => (c.SkuId, c.Now.Minor)));
        Assert.Equal(0, await shop.ReadAsync(db => db.Set<Order>().CountAsync(Ct)));
    }

    [Theory, EachStore]
    public async Task A_cart_that_was_changed_in_another_tab_is_told_line_by_line(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var shopper = await shop.ShopperAsync();
        var (more, gone, archived, added) = (
            await shop.SkuAsync(9, 1_000), await shop.SkuAsync(9, 9_000), await shop.SkuAsync(9, 200),
            await shop.SkuAsync(9, 100));
        await shop.CartAsync(shopper.AccountId, (more, 1), (gone, 1), (archived, 1));
        var seen = await QuoteAsync(shop, shopper.AccountId);
        var owner = CartOwner.Account(shopper.AccountId);
        await shop.Get<ChangeCartLine>().ExecuteAsync(new(owner, more, 3), Ct);
        await shop.Get<RemoveCartLine>().ExecuteAsync(new(owner, gone), Ct);
        await shop.Get<RemoveCartLine>().ExecuteAsync(new(owner, archived), Ct);
        await shop.Get<AddToCart>().ExecuteAsync(new(owner, added, 2), Ct);
        await shop.WriteAsync(db => db.Set<Product>().Where(p => p.Skus.Any(s => s.Id == archived))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProductState.Archived), Ct));

        var refused = await PlaceAsync(shop, shopper, seen);

        Assert.Equal(CheckOutStatus.TotalChanged, refused.Status);
        Assert.Equal(
            [
                (CheckoutChangeKind.Quantity, more, 1, 3), (CheckoutChangeKind.LineAdded, added, 0, 2),
                (CheckoutChangeKind.LineGone, gone, 1, 0), (CheckoutChangeKind.LineGone, archived, 1, 0),
            ],
            refused.Changes.Where(c => c.SkuId > 0).OrderBy(c => c.Kind).ThenBy(c => c.SkuId)
                .Select(c => (c.Kind, c.SkuId, c.QuantityBefore, c.QuantityNow)));
        Assert.Equal(["Thing", ""], refused.Changes.Where(c => c.Kind == CheckoutChangeKind.LineGone)
            .OrderBy(c => c.SkuId).Select(c => c.Name.En)); // what is not sold is not named
        var shipping = Assert.Single(refused.Changes, c => c.SkuId == 0);
        Assert.Equal((CheckoutChangeKind.Shipping, 0L, 800L),
            (shipping.Kind, shipping.Before.Minor, shipping.Now.Minor)); // no longer enough to be sent free
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task A_quote_says_all_that_is_short_at_once(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var shopper = await shop.ShopperAsync();
        var (plenty, few, none, gone) = (
            await shop.SkuAsync(9), await shop.SkuAsync(2), await shop.SkuAsync(1), await shop.SkuAsync(9));
        await shop.CartAsync(shopper.AccountId, (plenty, 3), (few, 3), (none, 1), (gone, 1));
        await shop.BuyAsync(none);
        await shop.WriteAsync(db => db.Set<Sku>().Where(s => s.Id == gone)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.IsActive, false), Ct));

        var quote = await QuoteAsync(shop, shopper.AccountId);

        Assert.Equal(
            [
                new CheckoutShortage(few, ShortageReason.SoldOut, 2),
                new CheckoutShortage(none, ShortageReason.SoldOut, 0),
                new CheckoutShortage(gone, ShortageReason.NotForSale, 0),
            ],
            quote.Shortages.OrderBy(s => s.SkuId));
    }

    private static Task<QuoteCheckoutResult> QuoteAsync(TestShop shop, long accountId) =>
        shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, null), Ct);

    private static Task<CheckOutResult> PlaceAsync(
        TestShop shop, (long AccountId, long AddressId) shopper, QuoteCheckoutResult seen) =>
        shop.Get<CheckOut>().ExecuteAsync(
            new CheckOutRequest(
                shopper.AccountId, RandomToken.New(), shopper.AddressId, null, "", seen.Total.Due)
            {
                Seen = new SeenCheckout(
                    [.. seen.Lines.Select(l => new SeenLine(l.SkuId, l.Quantity, l.UnitPrice))],
                    seen.Total.Discount, seen.Total.Shipping),
            }, Ct);

    private static Task PriceAsync(TestShop shop, long skuId, long minor) =>
        shop.WriteAsync(db => db.Set<Sku>().Where(s => s.Id == skuId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.PriceMinor, minor), Ct));
}
