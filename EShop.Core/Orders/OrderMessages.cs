using EShop.Core.Messaging;

namespace EShop.Core.Orders;

/// <summary>The order came to be: what was ordered leaves the cart.</summary>
internal sealed record OrderPlaced(string Number) : IMessage;

/// <summary>Delayed to the moment at which the order is closed if it is still unpaid (S15).</summary>
internal sealed record CloseUnpaidOrder(string Number) : IMessage;

/// <summary>The order is paid, or nothing was due: its tasks settle FINISH.</summary>
internal sealed record OrderPaid(string Number) : IMessage;

/// <summary>The order was closed before it was paid: its tasks settle CANCEL.</summary>
internal sealed record OrderClosed(string Number) : IMessage;

/// <summary>The order was sent off: its shopper is told.</summary>
internal sealed record OrderShipped(string Number) : IMessage;

/// <summary>A paid order was cancelled before it went off: money, goods and perhaps its coupon come back.</summary>
internal sealed record OrderStopped(string Number) : IMessage;

/// <summary>All of its money is back.</summary>
internal sealed record OrderRefunded(string Number) : IMessage;

/// <summary>The goods have arrived: its shopper is told.</summary>
internal sealed record OrderCompleted(string Number) : IMessage;
