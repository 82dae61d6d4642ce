using EShop.Core.Orders;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

public enum StartPaymentStatus
{
    /// <summary>There is no such provider.</summary>
    UnknownProvider = 1,

    /// <summary>This account has no such order.</summary>
    NotFound,

    /// <summary>It is paid or closed already.</summary>
    NotAwaitingPayment,

    /// <summary>The provider does not answer; nothing was changed. Try again: it leads to the same payment (F48).
    /// </summary>
    ProviderAway,

    /// <summary>The result says where to pay.</summary>
    Started,
}

public sealed record StartPaymentRequest(long AccountId, OrderNumber Number, string Provider);

/// <param name="PayAt">Where the shopper pays.</param>
/// <param name="IsHere">It is a page of this shop.</param>
public sealed record StartPaymentResult(StartPaymentStatus Status, Uri? PayAt, bool IsHere = false);

/// <summary>Sends a shopper to a payment provider. Pressed twice it leads to the same payment there. It is noted before
/// the provider is told, so that whoever closes the order knows whom to ask.</summary>
public sealed partial class StartPayment
{
    private readonly ShopStore _store;
    private readonly ShowOrder _orders;
    private readonly PaymentGateways _gateways;
    private readonly EndTrades _ends;
    private readonly ShopAddress _address;
    private readonly IOptions<PaymentOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    internal StartPayment(StartPaymentParts parts, IOptions<PaymentOptions> options, TimeProvider clock,
        ILogger<StartPayment> log)
    {
        (_store, _orders, _gateways, _ends, _address) = parts;
        (_options, _clock, _log) = (options, clock, log);
    }

    public async Task<StartPaymentResult> ExecuteAsync(StartPaymentRequest request, CancellationToken ct)
    {
        if (_gateways.Find(request.Provider) is not { } gateway) return Refused(StartPaymentStatus.UnknownProvider);
        var shown = await FindAsync(request, ct);
        if (shown is not { } order) return Refused(StartPaymentStatus.NotFound);
        if (!await BeginAsync((order.Number, gateway.Name), ct)) return Refused(StartPaymentStatus.NotAwaitingPayment);
        var payAt = await OpenAsync(gateway, order, ct);
        if (payAt is null) return Refused(StartPaymentStatus.ProviderAway);
        if (await FindAsync(request, ct) is { State: OrderState.AwaitingPayment })
            return new StartPaymentResult(StartPaymentStatus.Started, payAt, _address.Of("/").IsBaseOf(payAt));
        // It was closed meanwhile, by somebody who may not have seen this payment.
        await _ends.EndAsync(order.Number, gateway.Name, ct);
        return Refused(StartPaymentStatus.NotAwaitingPayment);
    }

    private static StartPaymentResult Refused(StartPaymentStatus status) => new(status, null);

    private async Task<OrderDetail?> FindAsync(StartPaymentRequest request, CancellationToken ct) =>
        (await _orders.ExecuteAsync(new ShowOrderRequest(request.AccountId, request.Number), ct)).Order;

    /// <summary>Notes it; a second press that finds the first one's row half-way looks again.</summary>
    private async Task<bool> BeginAsync((OrderNumber Order, string Provider) trade, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var begun = (trade.Order, trade.Provider, now + _options.Value.AskAfter);
        try
        {
            return await _store.WriteAsync(db => PaymentLedger.BeginTradeAsync(db, now, begun, ct), ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            return await _store.WriteAsync(db => PaymentLedger.BeginTradeAsync(db, now, begun, ct), ct);
        }
    }

    private async Task<Uri?> OpenAsync(IPaymentGateway gateway, OrderDetail order, CancellationToken ct)
    {
        var start = new PaymentStart(
            order.Number, order.Total.Due, order.Currency, order.Number.Text, order.PayUntil,
            _address.Of($"/orders/{order.Number}?paying=1"));
        try
        {
            return await gateway.StartAsync(start, ct).WaitAsync(_options.Value.AskTimeout, _clock, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            LogAway(error, gateway.Name, order.Number.Text);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider} did not open the payment of order {Order}")]
    private partial void LogAway(Exception error, string provider, string order);
}

/// <summary>What <see cref="StartPayment"/> is made of.</summary>
internal sealed record StartPaymentParts(
    ShopStore Store, ShowOrder Orders, PaymentGateways Gateways, EndTrades Ends, ShopAddress Address);
