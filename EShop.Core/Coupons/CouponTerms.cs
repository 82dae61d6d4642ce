using EShop.Core.Primitives;

namespace EShop.Core.Coupons;

/// <summary>What a coupon gives and when. A claim keeps the terms under which it was claimed.</summary>
/// <param name="Kind">Amount or percentage.</param>
/// <param name="AmountMinor">The amount off, in minor units; 0 for a percentage.</param>
/// <param name="Percent">1 to 100; 0 for an amount.</param>
/// <param name="MinimumMinor">The goods must cost at least this much; 0: no minimum.</param>
/// <param name="CeilingMinor">A percentage gives at most this much; 0: no ceiling.</param>
public sealed record CouponTerms(
    CouponKind Kind, long AmountMinor, int Percent, long MinimumMinor, long CeilingMinor)
{
    public const long AmountMinorMax = 1_000_000_000;

    /// <summary>Whether the terms say something that can be kept.</summary>
    public bool AreSound => MinimumMinor is >= 0 and <= AmountMinorMax && CeilingMinor is >= 0 and <= AmountMinorMax
        && Kind switch
        {
            CouponKind.AmountOff => AmountMinor is > 0 and <= AmountMinorMax && Percent == 0 && CeilingMinor == 0,
            CouponKind.PercentOff => AmountMinor == 0 && Percent is >= 1 and <= 100,
            _ => false,
        };

    public bool AreMetBy(Money goods) => goods.Minor >= MinimumMinor;

    /// <summary>What these terms take off <paramref name="goods"/>: nothing where the minimum is not met, never more
    /// than the goods. Percentages are rounded down to a whole minor unit, here and nowhere else.</summary>
    public Money DiscountOn(Money goods)
    {
        if (!AreMetBy(goods)) return Money.Zero;
        var off = Kind switch
        {
            CouponKind.AmountOff => AmountMinor,
            CouponKind.PercentOff => PercentOf(goods.Minor),
            _ => throw new InvalidOperationException($"Unknown kind of coupon: {Kind}."),
        };
        return new Money(Math.Min(off, goods.Minor));
    }

    private long PercentOf(long goodsMinor)
    {
        var off = (long)((Int128)goodsMinor * Percent / 100);
        return CeilingMinor > 0 ? Math.Min(off, CeilingMinor) : off;
    }
}
