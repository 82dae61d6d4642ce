using System.Globalization;

namespace EShop.Core.Coupons;

public enum CouponKind
{
    /// <summary>A fixed amount off the goods.</summary>
    AmountOff = 1,

    /// <summary>A percentage off the goods, up to a ceiling where one is set.</summary>
    PercentOff,

    /// <summary>The order is sent free.</summary>
    FreeShipping,
}

/// <summary>Which goods a coupon is about.</summary>
public enum CouponScope { Everything = 1, Categories, Products }

/// <summary>What a coupon gives and when. A claim keeps the terms under which it was claimed; what they give on a
/// basket is reckoned by <see cref="CouponDiscount"/> alone.</summary>
/// <param name="Kind">Amount, percentage or free shipping.</param>
/// <param name="AmountMinor">The amount off, in minor units; 0 for the other kinds.</param>
/// <param name="Percent">1 to 100; 0 for the other kinds.</param>
/// <param name="MinimumMinor">The goods in scope must cost at least this much; 0: no minimum.</param>
/// <param name="CeilingMinor">A percentage gives at most this much; 0: no ceiling.</param>
/// <param name="Scope">Which goods count towards the minimum and are made cheaper.</param>
/// <param name="ScopeIds">The categories or products, ascending, each between two commas (<c>,3,14,</c>); empty for
/// everything. As text, so that one is found by LIKE and the books can check it in SQL.</param>
public sealed record CouponTerms(
    CouponKind Kind, long AmountMinor, int Percent, long MinimumMinor, long CeilingMinor,
    CouponScope Scope = CouponScope.Everything, string ScopeIds = "")
{
    public const long AmountMinorMax = 1_000_000_000;
    public const int ScopeIdsMax = 400, ScopeCountMax = 20;

    /// <summary>Whether the terms say something that can be kept; the CHECK constraints say the same.</summary>
    public bool AreSound => MinimumMinor is >= 0 and <= AmountMinorMax && CeilingMinor is >= 0 and <= AmountMinorMax
        && (Scope == CouponScope.Everything) == (ScopeIds.Length == 0) && ScopeIds.Length <= ScopeIdsMax
        && Kind switch
        {
            CouponKind.AmountOff => AmountMinor is > 0 and <= AmountMinorMax && Percent == 0 && CeilingMinor == 0,
            CouponKind.PercentOff => AmountMinor == 0 && Percent is >= 1 and <= 100,
            CouponKind.FreeShipping => AmountMinor == 0 && Percent == 0 && CeilingMinor == 0,
            _ => false,
        };

    /// <summary>The ids of a scope as they are kept.</summary>
    public static string ScopeOf(IEnumerable<long> ids)
    {
        var sorted = ids.Distinct().Order().ToList();
        return sorted.Count == 0 ? "" : $",{string.Join(',', sorted)},";
    }

    /// <summary>The ids of <see cref="ScopeIds"/>.</summary>
    public long[] ReadScope() =>
        [.. ScopeIds.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture))];

    /// <summary>Whether goods of this category and product count.</summary>
    public bool IsAbout(long categoryId, long productId) => Scope switch
    {
        CouponScope.Everything => true,
        CouponScope.Categories => ScopeIds.Contains($",{categoryId},", StringComparison.Ordinal),
        CouponScope.Products => ScopeIds.Contains($",{productId},", StringComparison.Ordinal),
        _ => throw new InvalidOperationException($"Unknown scope of a coupon: {Scope}."),
    };
}
