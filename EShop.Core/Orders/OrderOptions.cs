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

    /// <summary>How many open pages of orders one node keeps current by itself, 0 to 100,000, default 1,000; 0: none,
    /// they are reloaded by hand. Each holds a connection and some 20 KB; further ones ask again every ten seconds
    /// until one is free.</summary>
    public int WatchersMax { get; set; } = 1_000;

    /// <summary>How often an open page looks by itself, 1 s to 10 min, default 15 s: when news were lost, Redis being
    /// away for one, a change shows that much later. Each look is one read by primary key.</summary>
    public TimeSpan WatchLook { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>For how long after receipt a shopper may ask for a refund, 0 to 365 days, default 15 days. What has not
    /// arrived can be asked for at any time.</summary>
    public TimeSpan RefundWithin { get; set; } = TimeSpan.FromDays(15);
}
