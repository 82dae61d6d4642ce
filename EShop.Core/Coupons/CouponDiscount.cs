using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

/// <summary>Goods of one product in a basket.</summary>
public readonly record struct BasketLine(long CategoryId, long ProductId, Money Total);

/// <summary>What a coupon is reckoned on.</summary>
/// <param name="Shipping">What sending it costs without a coupon.</param>
public sealed record Basket(IReadOnlyList<BasketLine> Lines, Money Shipping);

/// <summary>Whether a coupon does something for a basket; in the order in which it is asked.</summary>
public enum CouponFit
{
    /// <summary>None of the goods that the coupon is about is in it.</summary>
    NothingInScope = 1,

    /// <summary>The goods that count cost less than its minimum.</summary>
    BelowMinimum,

    /// <summary>It would send free what is sent free anyway.</summary>
    ShippingIsFree,

    /// <summary>It comes to less than the smallest coin.</summary>
    SavesNothing,

    Fits,
}

/// <summary>What a coupon does for a basket.</summary>
/// <param name="Discount">Off the goods; never more than those that count.</param>
/// <param name="Shipping">Off the shipping: all of it, or nothing.</param>
/// <param name="Missing">What the goods that count lack of the minimum.</param>
public readonly record struct CouponSaving(CouponFit Fit, Money Discount, Money Shipping, Money Missing)
{
    public Money Total => Discount + Shipping;
}

/// <summary>The arithmetic of coupons, here and nowhere else but in the books, which check it in SQL.</summary>
public static class CouponDiscount
{
    public static CouponSaving Of(CouponTerms terms, Basket basket)
    {
        var counted = basket.Lines.Where(l => terms.IsAbout(l.CategoryId, l.ProductId)).ToList();
        var goods = counted.Aggregate(Money.Zero, (sum, line) => sum + line.Total);
        var missing = Money.Max(Money.Zero, new Money(terms.MinimumMinor) - goods);
        if (counted.Count == 0) return new CouponSaving(CouponFit.NothingInScope, Money.Zero, Money.Zero, missing);
        if (!missing.IsZero) return new CouponSaving(CouponFit.BelowMinimum, Money.Zero, Money.Zero, missing);
        if (terms.Kind == CouponKind.FreeShipping)
            return new CouponSaving(
                basket.Shipping.IsZero ? CouponFit.ShippingIsFree : CouponFit.Fits, Money.Zero, basket.Shipping,
                Money.Zero);
        var off = Money.Min(OffGoods(terms, goods), goods);
        return new CouponSaving(
            off.IsZero ? CouponFit.SavesNothing : CouponFit.Fits, off, Money.Zero, Money.Zero);
    }

    private static Money OffGoods(CouponTerms terms, Money goods) => terms.Kind switch
    {
        CouponKind.AmountOff => new Money(terms.AmountMinor),
        CouponKind.PercentOff => PercentOff(terms, goods),
        _ => throw new InvalidOperationException($"This kind of coupon takes nothing off the goods: {terms.Kind}."),
    };

    /// <summary>Rounded down to a whole minor unit.</summary>
    private static Money PercentOff(CouponTerms terms, Money goods)
    {
        var off = new Money((long)((Int128)goods.Minor * terms.Percent / 100));
        return terms.CeilingMinor > 0 ? Money.Min(off, new Money(terms.CeilingMinor)) : off;
    }
}
