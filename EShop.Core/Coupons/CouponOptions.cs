namespace EShop.Core.Coupons;

/// <summary>Coupons beyond their claiming; section <c>Coupons</c>.</summary>
public sealed class CouponOptions
{
    public const string Section = "Coupons";

    /// <summary>Codes that one account may type in an hour, right or wrong, 1 to 1,000, default 20: so that nobody
    /// finds one by trying.</summary>
    public int CodesPerAccountHour { get; set; } = 20;

    /// <summary>The same for one network address (/64 in IPv6), 1 to 100,000, default 200: an office is one
    /// address.</summary>
    public int CodesPerNetworkHour { get; set; } = 200;

    /// <summary>How long before a coupon expires its owner is told by mail, 1 h to 7 days, default 1 day. Who claimed
    /// it later than that is not told.</summary>
    public TimeSpan RemindBefore { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often the job looks for coupons that expire soon, 10 s to 1 day, default 5 min.</summary>
    public TimeSpan RemindEvery { get; set; } = TimeSpan.FromMinutes(5);
}
