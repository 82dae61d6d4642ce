using EShop.Core.Messaging;
using EShop.Core.Payments.Refunds;

namespace EShop.Core.Payments;

/// <summary>A refund is written; the provider is to be asked for it.</summary>
internal sealed record SendRefund(long RefundId) : IMessage;

/// <summary>The message of a refund. One that the provider refused is staff's; of one of which nobody knows the message
/// comes again, and the sweep looks as well.</summary>
internal sealed class SendRefundHandler(SettleRefund settle) : IMessageHandler<SendRefund>
{
    public async Task HandleAsync(SendRefund message, CancellationToken ct)
    {
        if (await settle.ExecuteAsync(message.RefundId, ct) == RefundFate.CannotKnow)
            throw new InvalidOperationException($"The provider of refund {message.RefundId} gives no answer.");
    }
}
