using EShop.Core.Carts;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Orders;

/// <summary>A coupon that can no longer be used is told with the reason, and the order goes on without it or with
/// another.</summary>
public sealed class LostCouponTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_40_a_minimum_that_is_no_longer_met_says_how_much_is_missing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (shopper, claim, cheap) = await ClaimingAsync(shop);
        Assert.Null((await QuoteAsync(shop, shopper.AccountId, claim)).Lost);
        await shop.Get<RemoveCartLine>().ExecuteAsync(new(CartOwner.Account(shopper.AccountId), cheap), Ct);

        var refused = await shop.PlaceAsync(shopper, "one", claim);
        var quote = await QuoteAsync(shop, shopper.AccountId, claim);

        Assert.Equal(CheckOutStatus.CouponRefused, refused.Status);
        Assert.Equal((LostClaimReason.BelowMinimum, "Ten off", 5_000L, 1_000L),
            (quote.Lost!.Reason, quote.Lost.Name.En, quote.Lost.Minimum.Minor, quote.Lost.Missing.Minor));
        Assert.Equal((null, 4_800L), (quote.ClaimId, quote.Total.Due.Minor));
        var without = await shop.PlaceAsync(shopper, "two");
        Assert.Equal(CheckOutStatus.Placed, without.Status);
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_39_a_claim_that_another_order_holds_or_has_used_names_that_order(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (shopper, claim, _) = await ClaimingAsync(shop);
        var first = await shop.PlaceAsync(shopper, "one", claim);
        Assert.Equal(CheckOutStatus.Placed, first.Status);
        await shop.Get<AddToCart>().ExecuteAsync(
            new(CartOwner.Account(shopper.AccountId), await shop.SkuAsync(9), 1), Ct);

        Assert.Equal(CheckOutStatus.CouponRefused, (await shop.PlaceAsync(shopper, "two", claim)).Status);
        var held = (await QuoteAsync(shop, shopper.AccountId, claim)).Lost!;
        await shop.PayAsync(first.Number, "t1");
        await shop.DeliverAsync();
        var used = (await QuoteAsync(shop, shopper.AccountId, claim)).Lost!;

        Assert.Equal((LostClaimReason.Held, first.Number), (held.Reason, held.Order!.Value));
        Assert.Equal((LostClaimReason.Used, first.Number), (used.Reason, used.Order!.Value));
        await shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Abuse_38_another_persons_claim_is_nobodys_and_an_expired_one_says_so(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (shopper, claim, _) = await ClaimingAsync(shop);
        var (stranger, _, _) = await ClaimingAsync(shop);

        Assert.Equal(CheckOutStatus.CouponRefused, (await shop.PlaceAsync(stranger, "key", claim)).Status);
        var theirs = (await QuoteAsync(shop, stranger.AccountId, claim)).Lost!;
        shop.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(CheckOutStatus.CouponRefused, (await shop.PlaceAsync(shopper, "key", claim)).Status);
        var expired = (await QuoteAsync(shop, shopper.AccountId, claim)).Lost!;

        Assert.Equal((LostClaimReason.NotYours, true), (theirs.Reason, theirs.Name.IsEmpty));
        Assert.Equal((LostClaimReason.Expired, "Ten off"), (expired.Reason, expired.Name.En));
        Assert.Equal(ClaimState.Unused, await shop.ReadAsync(db =>
            db.Set<CouponClaim>().Where(c => c.Id == claim).Select(c => c.State).SingleAsync(Ct)));
    }

    /// <summary>A shopper with a claim of 10.00 off from 50.00, and goods for 40.00 and for 20.00.</summary>
    private static async Task<((long AccountId, long AddressId) Shopper, long ClaimId, long CheapSku)> ClaimingAsync(
        TestShop shop)
    {
        var shopper = await shop.ShopperAsync();
        var coupon = await shop.CouponAsync(total: 5);
        var claim = await shop.Get<ClaimCoupon>().ExecuteAsync(new(shopper.AccountId, coupon, Guid.NewGuid()), Ct);
        var (dear, cheap) = (await shop.SkuAsync(9, 4_000), await shop.SkuAsync(9, 2_000));
        await shop.CartAsync(shopper.AccountId, (dear, 1), (cheap, 1));
        return (shopper, claim.ClaimId, cheap);
    }

    private static Task<QuoteCheckoutResult> QuoteAsync(TestShop shop, long accountId, long claimId) =>
        shop.Get<QuoteCheckout>().ExecuteAsync(new(accountId, claimId), Ct);
}
