namespace EShop.Core.Coupons;

/// <summary>A code to be typed in. The key is unique over the whole shop, so that a code names one coupon.</summary>
internal sealed class CouponCode
{
    public const int KeyMax = 20, TextMax = 40;

    public long Id { get; private set; }
    public required long CouponId { get; init; }

    /// <summary>As <see cref="CodeText.KeyOf"/> reads it: what differs only by case, spaces or look-alikes is
    /// one.</summary>
    public required string Key { get; init; }

    /// <summary>As it is printed.</summary>
    public required string Text { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
