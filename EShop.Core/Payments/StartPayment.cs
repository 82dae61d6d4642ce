using EShop.Core.Orders;
using EShop.Core.Primitives;

namespace EShop.Core.Payments;

public enum StartPaymentStatus
{
    /// <summary>There is no such provider.</summary>
    UnknownProvider = 1,

    /// <summary>This account has no such order.</summary>
    NotFound,

    /// <summary>It is paid or closed already.</summary>
    NotAwaitingPayment,

    /// <summary>The result says where to pay.</summary>
    Started,
}

public sealed record StartPaymentRequest(long AccountId, OrderNumber Number, string Provider);

public sealed record StartPaymentResult(StartPaymentStatus Status, Uri? PayAt);

/// <summary>Sends a shopper to a payment provider. Pressed twice it leads to the same payment there.</summary>
public sealed class StartPayment(ShowOrder orders, PaymentGateways gateways, ShopAddress address)
{
    public async Task<StartPaymentResult> ExecuteAsync(StartPaymentRequest request, CancellationToken ct)
    {
        if (gateways.Find(request.Provider) is not { } gateway)
            return new StartPaymentResult(StartPaymentStatus.UnknownProvider, null);
        var shown = await orders.ExecuteAsync(new ShowOrderRequest(request.AccountId, request.Number), ct);
        if (shown.Order is not { } order) return new StartPaymentResult(StartPaymentStatus.NotFound, null);
        if (order.State != OrderState.AwaitingPayment)
            return new StartPaymentResult(StartPaymentStatus.NotAwaitingPayment, null);
        var start = new PaymentStart(
            order.Number, order.Total.Due, order.Currency, order.Number.Text, order.PayUntil,
            address.Of($"/orders/{order.Number}"));
        return new StartPaymentResult(StartPaymentStatus.Started, await gateway.StartAsync(start, ct));
    }
}
