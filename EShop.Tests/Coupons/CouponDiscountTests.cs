using EShop.Core.Coupons;
using EShop.Core.Primitives;

namespace EShop.Tests.Coupons;

/// <summary>The arithmetic of coupons: examples first, then what must hold of every coupon on every basket.</summary>
public sealed class CouponDiscountTests
{
    private static readonly Money Shipping = new(800);

    [Theory]
    [InlineData(3_000, 1_000)]
    [InlineData(1_000, 1_000)]
    [InlineData(999, 999)]
    [InlineData(1, 1)]
    public void Abuse_40_An_amount_takes_no_more_than_the_goods(long goods, long off) =>
        Assert.Equal(off, Of(SeedCoupon.Amount(1_000), goods).Discount.Minor);

    [Theory]
    [InlineData(15, 0, 10_000, 1_500)]
    [InlineData(15, 1_000, 10_000, 1_000)]
    [InlineData(33, 0, 100, 33)]
    [InlineData(33, 0, 199, 65)] // 65.67, rounded down
    [InlineData(100, 0, 4_711, 4_711)]
    [InlineData(1, 0, 99, 0)]
    public void A_percentage_is_rounded_down_and_ends_at_its_ceiling(
        int percent, long ceiling, long goods, long off) =>
        Assert.Equal(off, Of(SeedCoupon.Percent(percent, ceiling), goods).Discount.Minor);

    [Fact]
    public void Free_shipping_takes_the_shipping_and_nothing_of_the_goods()
    {
        var saving = Of(SeedCoupon.Shipping(), 3_000);
        Assert.Equal((CouponFit.Fits, 0L, 800L), (saving.Fit, saving.Discount.Minor, saving.Shipping.Minor));
    }

    [Fact]
    public void What_does_not_fit_says_why_in_order()
    {
        var basket = new Basket(
            [new BasketLine(1, 10, new Money(3_000)), new BasketLine(2, 20, new Money(50))], Money.Zero);
        var forThird = SeedCoupon.Amount(100, 5_000) with { Scope = CouponScope.Categories, ScopeIds = ",3," };
        Assert.Equal(CouponFit.NothingInScope, CouponDiscount.Of(forThird, basket).Fit);
        var forSecond = forThird with { ScopeIds = ",2," };
        Assert.Equal((CouponFit.BelowMinimum, 4_950L), Why(CouponDiscount.Of(forSecond, basket)));
        Assert.Equal((CouponFit.ShippingIsFree, 0L), Why(CouponDiscount.Of(SeedCoupon.Shipping(), basket)));
        var tiny = SeedCoupon.Percent(1) with { Scope = CouponScope.Products, ScopeIds = ",20," };
        Assert.Equal((CouponFit.SavesNothing, 0L), Why(CouponDiscount.Of(tiny, basket)));
        Assert.Equal(CouponFit.Fits, CouponDiscount.Of(tiny with { ScopeIds = ",10," }, basket).Fit);

        static (CouponFit, long) Why(CouponSaving saving) => (saving.Fit, saving.Missing.Minor);
    }

    [Fact]
    public void A_scope_is_not_met_by_an_id_that_only_contains_its_digits()
    {
        var ids = CouponTerms.ScopeOf([12, 3, 12]);
        var terms = SeedCoupon.Amount(100) with { Scope = CouponScope.Products, ScopeIds = ids };
        Assert.Equal(",3,12,", terms.ScopeIds);
        Assert.Equal([3, 12], terms.ReadScope());
        Assert.True(terms.IsAbout(0, 12));
        Assert.False(terms.IsAbout(0, 1) || terms.IsAbout(0, 2) || terms.IsAbout(12, 0));
    }

    /// <summary>Ten thousand coupons on ten thousand baskets, the same each time.</summary>
    [Fact]
    public void Abuse_40_No_coupon_makes_money_negative_or_an_order_dearer()
    {
        var random = new Random(40);
        for (var i = 0; i < 10_000; i++)
        {
            var (terms, basket) = (SomeTerms(random), SomeBasket(random));
            Assert.True(terms.AreSound, terms.ToString());
            var saving = CouponDiscount.Of(terms, basket);
            var counted = basket.Lines.Where(l => terms.IsAbout(l.CategoryId, l.ProductId)).Sum(l => l.Total.Minor);
            Assert.InRange(saving.Discount.Minor, 0, counted);
            Assert.True(saving.Shipping == Money.Zero || saving.Shipping == basket.Shipping);
            Assert.Equal(saving.Fit == CouponFit.Fits, !saving.Total.IsZero);
            Assert.True(saving.Total.IsZero || counted >= terms.MinimumMinor);
            Assert.True(terms.CeilingMinor == 0 || saving.Discount.Minor <= terms.CeilingMinor);
            Assert.Equal(saving.Missing.IsZero, counted >= terms.MinimumMinor);
            // More of what counts never saves less; shipping stays what it is.
            var lines = basket.Lines.Select(l => l with { Total = l.Total + new Money(777) });
            var more = basket with { Lines = [.. lines] };
            Assert.True(CouponDiscount.Of(terms, more).Total >= saving.Total, $"{terms} on {counted}");
        }
    }

    private static CouponSaving Of(CouponTerms terms, long goods) =>
        CouponDiscount.Of(terms, new Basket([new BasketLine(1, 10, new Money(goods))], Shipping));

    private static Basket SomeBasket(Random random) => new(
        [
            .. Enumerable.Range(0, random.Next(0, 5)).Select(_ => new BasketLine(
                random.Next(1, 4), random.Next(1, 9), new Money(random.NextInt64(0, 1L << random.Next(1, 44))))),
        ],
        random.Next(2) == 0 ? Money.Zero : Shipping);

    private static CouponTerms SomeTerms(Random random)
    {
        var (scope, minimum) = ((CouponScope)random.Next(1, 4), random.Next(2) == 0 ? 0 : random.Next(1, 1_000_000));
        var ids = scope == CouponScope.Everything ? "" : CouponTerms.ScopeOf([random.Next(1, 4), random.Next(1, 9)]);
        var terms = random.Next(3) switch
        {
            0 => SeedCoupon.Amount(random.Next(1, 1_000_000_000)),
            1 => SeedCoupon.Percent(random.Next(1, 101), random.Next(2) == 0 ? 0 : random.Next(1, 1_000_000)),
            _ => SeedCoupon.Shipping(),
        };
        return terms with { MinimumMinor = minimum, Scope = scope, ScopeIds = ids };
    }
}
