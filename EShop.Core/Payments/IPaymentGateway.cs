using EShop.Core.Primitives;

namespace EShop.Core.Payments;

/// <summary>What is to be paid.</summary>
/// <param name="ReturnTo">Where the provider sends the shopper back; proves nothing.</param>
internal sealed record PaymentStart(OrderNumber Order, Money Due, string Currency, string Subject, Uri ReturnTo);

/// <summary>A callback as it came over HTTP: the body byte for byte, because that is what is signed.</summary>
public sealed record CallbackEnvelope(ReadOnlyMemory<byte> Body, string ContentType, string Signature);

internal enum CallbackVerdict
{
    /// <summary>The signature is missing or is not the provider's.</summary>
    Forged = 1,

    /// <summary>Signed, but not to be read.</summary>
    Malformed,

    /// <summary>Signed too long ago: a replay.</summary>
    Stale,

    /// <summary>It tells of something else than money received.</summary>
    Irrelevant,

    /// <summary>It tells of money received.</summary>
    Paid,
}

/// <summary>Money received, in the provider's words.</summary>
internal sealed record ProviderPayment(string ProviderId, string OrderNumber, long AmountMinor, string Currency);

internal readonly record struct CallbackReading(CallbackVerdict Verdict, ProviderPayment? Payment);

/// <param name="Key">The provider's idempotency key: asked twice, the money goes back once.</param>
internal sealed record RefundCall(string ProviderId, string Key, Money Amount);

/// <summary>A payment provider: page pay with an asynchronous, signed callback, query, and refund.</summary>
internal interface IPaymentGateway
{
    /// <summary>Its name in rows and callback addresses: lower case letters.</summary>
    string Name { get; }

    /// <summary>Opens the payment at the provider, by order number at most once, and answers where the shopper pays.
    /// </summary>
    Task<Uri> StartAsync(PaymentStart start, CancellationToken ct);

    /// <summary>Verifies and reads a callback; touches no database.</summary>
    CallbackReading Read(CallbackEnvelope envelope, DateTimeOffset now);

    /// <summary>What the provider says it received for an order; null: nothing.</summary>
    Task<ProviderPayment?> QueryAsync(OrderNumber order, CancellationToken ct);

    /// <summary>Sends money back; throws when the provider does not confirm it.</summary>
    Task RefundAsync(RefundCall refund, CancellationToken ct);
}
