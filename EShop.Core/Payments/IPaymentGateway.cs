using EShop.Core.Primitives;

namespace EShop.Core.Payments;

/// <summary>What is to be paid.</summary>
/// <param name="PayUntil">The provider is to take no money after this, where it can be told so.</param>
/// <param name="ReturnTo">Where the provider sends the shopper back; proves nothing.</param>
internal sealed record PaymentStart(
    OrderNumber Order, Money Due, string Currency, string Subject, DateTimeOffset PayUntil, Uri ReturnTo);

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

    /// <summary>It tells of money that another merchant received; never ours, whatever order it names.</summary>
    NotOurs,

    /// <summary>It tells of money received.</summary>
    Paid,
}

/// <summary>Money received, in the provider's words.</summary>
internal sealed record ProviderPayment(string ProviderId, string OrderNumber, long AmountMinor, string Currency)
{
    /// <summary>Whether there is room for it in our rows; what has none is no payment of ours.</summary>
    public bool Fits => ProviderId.Length is > 0 and <= Payment.ProviderIdMax
        && OrderNumber.Length is > 0 and <= Payment.OrderNumberMax
        && Currency.Length == Payment.CurrencyLength && AmountMinor > 0;
}

internal readonly record struct CallbackReading(CallbackVerdict Verdict, ProviderPayment? Payment);

/// <summary>Where a payment stands at the provider.</summary>
internal enum TradeState
{
    /// <summary>The provider knows of none for this order: the shopper has not opened it.</summary>
    Unknown = 1,

    /// <summary>It waits for the shopper.</summary>
    Open,

    /// <summary>It ended without money, and none can come.</summary>
    Closed,

    Paid,
}

/// <param name="Payment">The money, when it is paid; whether or not some of it went back.</param>
internal readonly record struct TradeAnswer(TradeState State, ProviderPayment? Payment)
{
    public static TradeAnswer Of(TradeState state) => new(state, null);

    public static TradeAnswer Paid(ProviderPayment payment) => new(TradeState.Paid, payment);
}

/// <param name="Key">The provider's idempotency key: asked twice, the money goes back once. One payment may be sent
/// back in several parts, each under a key of its own.</param>
internal sealed record RefundCall(string ProviderId, string Key, Money Amount);

internal enum RefundVerdict
{
    /// <summary>It never will: more than is left of the payment, no such payment, or the key was used for another
    /// amount. To ask again is of no use.</summary>
    Refused = 1,

    /// <summary>The money goes back; also when it was asked before under this key.</summary>
    Done,
}

/// <summary>A payment provider: page pay with an asynchronous, signed callback; query; close; refund. Whatever asks
/// the provider throws when it does not answer: "cannot know" is never told as "no" (style 20). Called outside any
/// transaction.</summary>
internal interface IPaymentGateway
{
    /// <summary>Its name in rows and callback addresses: lower case letters.</summary>
    string Name { get; }

    /// <summary>Where its pay page lives, when that is not in this shop: scheme and host, <c>https://pay.example</c>.
    /// A browser lets a form of ours lead there, and nowhere else.</summary>
    IReadOnlyList<Uri> PayOrigins { get; }

    /// <summary>The whole answer to a callback that was taken: what the provider must read to stop repeating it.
    /// </summary>
    string Taken { get; }

    /// <summary>Opens the payment at the provider, by order number at most once, and answers where the shopper pays.
    /// </summary>
    Task<Uri> StartAsync(PaymentStart start, CancellationToken ct);

    /// <summary>Verifies and reads a callback; touches no database and no network.</summary>
    CallbackReading Read(CallbackEnvelope envelope, DateTimeOffset now);

    /// <summary>What the provider says of the payment of an order.</summary>
    Task<TradeAnswer> QueryAsync(OrderNumber order, CancellationToken ct);

    /// <summary>Closes the payment at the provider so that no money can come any more, and answers how it ended:
    /// <see cref="TradeState.Closed"/>, <see cref="TradeState.Paid"/> when the money was faster, or
    /// <see cref="TradeState.Unknown"/>. Never <see cref="TradeState.Open"/>: it throws when the provider does not
    /// close it.</summary>
    Task<TradeAnswer> CloseAsync(OrderNumber order, CancellationToken ct);

    /// <summary>Sends money back, all or a part.</summary>
    Task<RefundVerdict> RefundAsync(RefundCall refund, CancellationToken ct);
}
