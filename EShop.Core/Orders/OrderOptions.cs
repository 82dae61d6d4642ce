namespace EShop.Core.Orders;

/// <summary>Checkout and the life of orders; section <c>Orders</c>.</summary>
public sealed class OrderOptions
{
    public const string Section = "Orders";

    /// <summary>How long an order may stay unpaid, 1 s to 7 days, default 15 min; then it is closed and its stock and
    /// coupon are free again.</summary>
    public TimeSpan PayLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many unpaid orders a person may have, 1 to 100, default 3: more would hoard stock.</summary>
    public int OpenMax { get; set; } = 3;

    /// <summary>Shipping in minor units, 0 to 1,000,000, default 800.</summary>
    public long ShippingMinor { get; set; } = 800;

    /// <summary>Goods from this much, before any discount, are sent free; in minor units, default 9,900; 0: always
    /// free.</summary>
    public long FreeShippingFromMinor { get; set; } = 9_900;
}
