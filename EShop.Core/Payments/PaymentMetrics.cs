using System.Diagnostics.Metrics;
using EShop.Core.Telemetry;

namespace EShop.Core.Payments;

/// <summary>Callbacks of providers by what came of them. Public only as a handle for constructors.</summary>
public sealed class PaymentMetrics
{
    private readonly Counter<long> _callbacks;

    public PaymentMetrics(IMeterFactory meters) =>
        _callbacks = meters.Create(ShopMeters.Of("Payments"))
            .CreateCounter<long>("eshop.callbacks", "{callback}", "Callbacks of payment providers, by outcome");

    internal void Called(ReceivePaymentStatus status) =>
        _callbacks.Add(1, new KeyValuePair<string, object?>("outcome", status.ToString()));
}
