using EShop.Core.Messaging;

namespace EShop.Core.Payments.Refunds;

/// <summary>The provider says that a refund is done.</summary>
internal sealed record RefundDone(long RefundId) : IMessage;

/// <summary>All that a payment brought has gone back: its order is refunded.</summary>
internal sealed record PaymentBack(string Number) : IMessage;

/// <summary>Goods that came with the refund of this key are to be sold again.</summary>
internal sealed record GoodsBack(string Number, string Key) : IMessage;

/// <summary>A shopper has asked for a refund or taken that back, or staff has declined it.</summary>
internal sealed record RefundRequestMoved(long RequestId) : IMessage;
