using EShop.Core.Coupons;
using EShop.Core.Payments;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;

namespace EShop.Tests.Concurrency.WholeShop;

/// <summary>What somebody does to a shop: a shopper, the payment provider, staff, or the shop itself by a job.
/// </summary>
internal abstract record Deed
{
    public sealed record Claim(long Account, Guid Key, long Coupon) : Deed;

    public sealed record Fill(long Account, int Quantity, long Sku) : Deed;

    /// <summary>Looks at what the cart costs, and presses the button with that total.</summary>
    public sealed record Buy(long Account, string Key, long? ClaimId) : Deed;

    /// <summary>Something is done to one order.</summary>
    public abstract record OfOrder(OrderNumber Order) : Deed;

    public sealed record Start(OrderNumber Order, long Account) : OfOrder(Order);

    /// <summary>Pays on the provider's page, as it should be or as it should not.</summary>
    public sealed record Pay(string TradeId, SandboxWay Way) : Deed;

    /// <summary>The provider tells (again) of money that it has.</summary>
    public sealed record Call(OrderNumber Order, string TradeId, long AmountMinor) : OfOrder(Order);

    /// <summary>Somebody else says so, without the provider's signature.</summary>
    public sealed record Forge(OrderNumber Order, string TradeId) : OfOrder(Order);

    public sealed record Ask(OrderNumber Order, long Account) : OfOrder(Order);

    public sealed record Cancel(OrderNumber Order, long Account) : OfOrder(Order);

    public sealed record Receive(OrderNumber Order, long Account) : OfOrder(Order);

    public sealed record AskRefund(OrderNumber Order, long Account) : OfOrder(Order);

    public sealed record TakeBack(OrderNumber Order, long Account) : OfOrder(Order);

    public sealed record CancelByStaff(OrderNumber Order) : OfOrder(Order);

    public sealed record CancelPaid(OrderNumber Order) : OfOrder(Order);

    public sealed record Ship(OrderNumber Order) : OfOrder(Order);

    public sealed record Decline(OrderNumber Order, long RequestId) : OfOrder(Order);

    public sealed record Refund(OrderNumber Order, Guid Key, long AmountMinor, ReturnedGoods? Goods, long? RequestId)
        : OfOrder(Order)
    {
        public string RowKey => $"staff-{Key:N}";
    }

    public sealed record Stock(long Sku, int Difference) : Deed;

    public sealed record Price(long Product, int Version, long PriceMinor) : Deed;

    public sealed record Change(long Coupon, int Version, CouponChange To) : Deed;

    public sealed record Total(long Coupon, int Version, long To) : Deed;

    /// <summary>A job looks, or messages are delivered.</summary>
    public sealed record Work(Chore Chore) : Deed;
}

/// <summary>What a shop does by itself.</summary>
internal enum Chore
{
    Deliver = 1,

    /// <summary>Messages that were delivered are delivered once more.</summary>
    DeliverAgain,
    SettleStock,
    SettleCoupons,
    CloseOverdue,
    AskProviders,
    SettleRefunds,
}

/// <summary>What the shop said.</summary>
/// <param name="Status">The use case's status; <see cref="Unknown"/> when it broke in the middle.</param>
/// <param name="Order">The order that was made.</param>
/// <param name="Minor">The total that the shopper had seen.</param>
internal sealed record Answer(string Status, OrderNumber Order = default, long Minor = 0)
{
    /// <summary>Nobody can say whether it was done.</summary>
    public const string Unknown = "Unknown";

    /// <summary>A job could not do something, wrote that down, and went on.</summary>
    public const string PartlyFailed = "PartlyFailed";

    public bool IsUnknown => Status == Unknown;

    /// <summary>An answer without a fault behind it, which no shopper should ever see.</summary>
    public string? Unforeseen { get; init; }

    /// <summary>What the refusal was about, and how many of it were left.</summary>
    public (long Sku, long Left) SoldOut { get; init; }

    public bool Is<T>(T status) where T : struct, Enum => Status == status.ToString();
}

internal sealed record Done(Deed Deed, int Node, Answer Answer)
{
    public override string ToString() => $"{Deed} on {Node}: {Answer.Status} {Answer.Order} {Answer.Unforeseen}";
}
