using EShop.Core.Accounts;
using EShop.Core.Carts;
using EShop.Core.Catalog;
using EShop.Core.Coupons;
using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Coupons;

/// <summary>A coupon that is out and open, ten of it, one for a person, each claim good for a week.</summary>
internal sealed record SeedCoupon(CouponTerms Terms)
{
    public static CouponTerms Amount(long off, long minimum = 0) => new(CouponKind.AmountOff, off, 0, minimum, 0);
    public static CouponTerms Percent(int percent, long ceiling = 0) =>
        new(CouponKind.PercentOff, 0, percent, 0, ceiling);
    public static CouponTerms Shipping(long minimum = 0) => new(CouponKind.FreeShipping, 0, 0, minimum, 0);

    public CouponAudience Audience { get; init; } = CouponAudience.Public;
    public int Total { get; init; } = 10;
    public int LimitPerPerson { get; init; } = 1;
    public DateTimeOffset? UsableUntil { get; init; }
    public CouponState State { get; init; } = CouponState.Published;
    public TimeSpan OpensIn { get; init; } = -TimeSpan.FromHours(1);
    public IReadOnlyList<string> Codes { get; init; } = [];
}

/// <summary>Coupons of every kind, and what becomes of them at checkout, as a test says it.</summary>
internal static class CouponSeed
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task<long> CouponAsync(this TestShop shop, SeedCoupon seed) => shop.WriteAsync(async db =>
    {
        var coupon = new Coupon
        {
            Name = new LocalizedText("A coupon", "一张券"),
            Audience = seed.Audience,
            Terms = seed.Terms,
            ScopeText = new LocalizedText("some things", "某些东西"),
            Total = seed.Total,
            LimitPerPerson = seed.LimitPerPerson,
            OpensAt = shop.Now + seed.OpensIn,
            ClosesAt = shop.Now + seed.OpensIn + TimeSpan.FromDays(1),
            ValidDays = seed.UsableUntil is null ? 7 : 0,
            UsableUntil = seed.UsableUntil,
            State = seed.State,
            CreatedAt = shop.Now,
        };
        db.Set<Coupon>().Add(coupon);
        await db.SaveChangesAsync(Ct);
        db.Set<CouponCode>().AddRange(seed.Codes.Select(text => new CouponCode
        {
            CouponId = coupon.Id, Key = CodeText.KeyOf(text)!, Text = text, CreatedAt = shop.Now,
        }));
        return coupon.Id;
    });

    public static async Task<long> ClaimAsync(this TestShop shop, long accountId, long couponId)
    {
        var claimed = await shop.Get<ClaimCoupon>().ExecuteAsync(new(accountId, couponId, Guid.NewGuid()), Ct);
        Assert.Equal(ClaimCouponStatus.Claimed, claimed.Status);
        return claimed.ClaimId;
    }

    public static async Task<long> ClaimAsync(this TestShop shop, long accountId, CouponTerms terms) =>
        await shop.ClaimAsync(accountId, await shop.CouponAsync(new SeedCoupon(terms)));

    public static Task<(long CategoryId, long ProductId)> GoodsAsync(this TestShop shop, long skuId) =>
        shop.ReadAsync(async db =>
        {
            var product = await db.Set<Sku>().Where(s => s.Id == skuId)
                .Join(db.Set<Product>(), s => s.ProductId, p => p.Id, (s, p) => new { p.CategoryId, p.Id })
                .SingleAsync(Ct);
            return (product.CategoryId, product.Id);
        });

    public static Task MoveAsync(this TestShop shop, long skuId, long categoryId) => shop.WriteAsync(db =>
        db.Set<Product>().Where(p => p.Skus.Any(s => s.Id == skuId))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.CategoryId, categoryId), Ct));

    public static async Task AddAsync(this TestShop shop, long accountId, long skuId) => Assert.Equal(
        AddToCartStatus.Added,
        (await shop.Get<AddToCart>().ExecuteAsync(new(CartOwner.Account(accountId), skuId, 1), Ct)).Status);

    public static Task<QuoteCheckoutResult> QuoteAsync(this TestShop shop, long accountId, long? claimId = null) =>
        shop.Get<QuoteCheckout>().ExecuteAsync(
            new QuoteCheckoutRequest(accountId, claimId) { ProposesBest = claimId is null }, Ct);

    public static Task<RedeemCodeResult> RedeemAsync(
        this TestShop shop, long accountId, string code, NetworkAddress network = default) =>
        shop.Get<RedeemCode>().ExecuteAsync(new RedeemCodeRequest(accountId, code, network, Guid.NewGuid()), Ct);

    public static Task<string> EmailAsync(this TestShop shop, long accountId) => shop.ReadAsync(db =>
        db.Set<Account>().Where(a => a.Id == accountId).Select(a => a.Email!).SingleAsync(Ct));

    /// <summary>The coupon's own count and the number of its claims.</summary>
    public static Task<(int Count, int Claims)> GivenAsync(this TestShop shop, long couponId) =>
        shop.ReadAsync(async db => (
            await db.Set<Coupon>().Where(c => c.Id == couponId).Select(c => c.Claimed).SingleAsync(Ct),
            await db.Set<CouponClaim>().CountAsync(c => c.CouponId == couponId, Ct)));
}
