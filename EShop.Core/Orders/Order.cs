namespace EShop.Core.Orders;

public enum OrderState
{
    AwaitingPayment = 1,
    Paid,
    Shipped,
    Completed,

    /// <summary>Cancelled or timed out before it was paid.</summary>
    Closed,

    /// <summary>Paid, and the money went back in full.</summary>
    Refunded,
}

public enum CloseReason { CancelledByShopper = 1, PaymentTimedOut, CancelledByStaff }

/// <summary>Why a paid order was cancelled before it went off.</summary>
public enum StopReason { AskedByShopper = 1, ByShop }

/// <summary>An order as it was agreed: prices, texts and address are copies. Its state is moved only by
/// <see cref="OrderLedger"/>, by guarded update, with a row in the timeline.</summary>
internal sealed class Order
{
    public const int NoteMax = 200, CheckoutKeyMax = 64, CheckoutContentMax = 64, StopAnswerMax = 300;

    public required string Number { get; init; }
    public required long AccountId { get; init; }

    /// <summary>The one-time key of the checkout page; unique per account: a double click makes one order.</summary>
    public required string CheckoutKey { get; init; }

    /// <summary>What the request with that key asked for, as one word; null: the key of a page, which stands for
    /// whatever is in its form.</summary>
    public string? CheckoutContent { get; init; }

    public OrderState State { get; private set; } = OrderState.AwaitingPayment;
    public CloseReason? CloseReason { get; private set; }
    public required string Currency { get; init; }
    public required long GoodsMinor { get; init; }
    public required long DiscountMinor { get; init; }
    public required long ShippingMinor { get; init; }
    public required long DueMinor { get; init; }
    public long? ClaimId { get; init; }
    public required string Recipient { get; init; }
    public required string Phone { get; init; }
    public required string Region { get; init; }
    public required string AddressLine { get; init; }
    public string PostalCode { get; init; } = "";
    public string Note { get; init; } = "";

    /// <summary>The payment that paid it, as provider:id; null while unpaid, or when nothing was due.</summary>
    public string? PaidWith { get; private set; }

    public string? Tracking { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Closed when unpaid by then.</summary>
    public required DateTimeOffset PayUntil { get; init; }

    /// <summary>When closing, or what follows on the cancelling of a paid order, is tried again, because a payment
    /// provider could not be asked or it failed; null: it never was put off.</summary>
    public DateTimeOffset? CloseAgainAt { get; private set; }

    /// <summary>How often that was put off; the pause grows with it.</summary>
    public int CloseTries { get; private set; }

    /// <summary>A closed order whose money came late: until then stock and coupon are being had again for it, and
    /// nobody takes them back. Null: it is not being revived.</summary>
    public DateTimeOffset? ReviveUntil { get; private set; }

    /// <summary>When a paid order was cancelled: it is not sent any more, and its money is on its way back. Null: it
    /// was not.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    public StopReason? StopReason { get; private set; }

    /// <summary>Who of the staff cancelled it when it was paid.</summary>
    public long? StoppedBy { get; private set; }

    /// <summary>Their word to the shopper.</summary>
    public string StopAnswer { get; private set; } = "";

    /// <summary>When all was done that follows on that: its refund is written, its goods and its coupon are back. Null:
    /// the sweep looks at it again.</summary>
    public DateTimeOffset? StopSettledAt { get; private set; }

    /// <summary>Counts the changes that people see, so that a page knows whether it shows the latest.</summary>
    public int Version { get; private set; }

    public required List<OrderLine> Lines { get; init; }
}

internal sealed class OrderLine
{
    public required string OrderNumber { get; init; }
    public required long SkuId { get; init; }
    public required long ProductId { get; init; }

    /// <summary>Where the product stood when it was ordered: what a coupon for a category was reckoned on.</summary>
    public required long CategoryId { get; init; }

    public required string SkuCode { get; init; }
    public required string ProductHandle { get; init; }
    public required Primitives.LocalizedText Name { get; init; }
    public required Primitives.LocalizedText Options { get; init; }
    public string? PictureKey { get; init; }
    public required long UnitPriceMinor { get; init; }
    public required int Quantity { get; init; }
    public required long TotalMinor { get; init; }
}

/// <summary>One step of an order's life; <see cref="Seq"/> counts from 1 without a gap.</summary>
internal sealed class OrderStep
{
    public required string OrderNumber { get; init; }
    public required int Seq { get; init; }
    public OrderState? FromState { get; init; }
    public required OrderState ToState { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The staff member whose step it was; null: the shopper, the payment provider or the shop
    /// itself.</summary>
    public long? StaffId { get; init; }

    public string Note { get; init; } = "";
}

/// <summary>
/// What became of an order number: written once, by the order's own transaction or by the settling job that found no
/// order. The primary key makes "there is no such order" binding (S13): a late writer cannot create it afterwards.
/// </summary>
internal sealed class OrderNumberFate
{
    public required string Number { get; init; }
    public required bool IsCreated { get; init; }
    public required DateTimeOffset At { get; init; }
}
