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
