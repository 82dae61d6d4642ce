using EShop.Core.Messaging;
using EShop.Core.Primitives;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments;

public enum ReceivePaymentStatus
{
    UnknownProvider = 1,

    /// <summary>The signature is missing or wrong; no row was read.</summary>
    Forged,

    /// <summary>Forged, too, and the network has sent more of that kind than one may.</summary>
    TooManyForged,

    Malformed,

    /// <summary>Signed too long ago.</summary>
    Stale,

    /// <summary>It tells of something else than money received.</summary>
    Irrelevant,

    /// <summary>It tells of money of another merchant; kept aside for staff.</summary>
    NotOurs,

    /// <summary>It was recorded before; twice is once.</summary>
    AlreadyRecorded,

    Recorded,
}

public sealed record ReceivePaymentRequest(string Provider, CallbackEnvelope Envelope)
{
    /// <summary>Where it comes from: whoever forges is counted by it.</summary>
    public NetworkAddress Network { get; init; }
}

/// <param name="Answer">What the provider is to read, in its own words; empty: it is to try again.</param>
public sealed record ReceivePaymentResult(ReceivePaymentStatus Status, string Answer)
{
    /// <summary>For how long it is of no use to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>A provider says that it received money (S16). The payment is recorded once, by its unique key; what it does
/// to the order follows at once, and again by message until it is done.</summary>
public sealed partial class ReceivePayment
{
    private readonly PaymentGateways _gateways;
    private readonly RecordPayment _record;
    private readonly ForgedCallbacks _forged;
    private readonly PaymentMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    internal ReceivePayment(
        PaymentGateways gateways, (RecordPayment Record, ForgedCallbacks Forged) parts, PaymentMetrics metrics,
        TimeProvider clock, ILogger<ReceivePayment> log)
    {
        (_gateways, _metrics, _clock, _log) = (gateways, metrics, clock, log);
        (_record, _forged) = parts;
    }

    public async Task<ReceivePaymentResult> ExecuteAsync(ReceivePaymentRequest request, CancellationToken ct)
    {
        var gateway = _gateways.Find(request.Provider);
        var status = gateway is null
            ? ReceivePaymentStatus.UnknownProvider
            : await DecideAsync(gateway, request, ct);
        var refusedFor = status == ReceivePaymentStatus.Forged
            ? await _forged.CountAsync(request.Network, _clock.GetUtcNow(), ct)
            : null;
        if (refusedFor is { } wait) return Refuse(wait);
        _metrics.Called(status);
        LogCallback(gateway?.Name ?? "nobody", status);
        var isTaken = status is ReceivePaymentStatus.Irrelevant or ReceivePaymentStatus.NotOurs
            or ReceivePaymentStatus.AlreadyRecorded or ReceivePaymentStatus.Recorded;
        return new ReceivePaymentResult(status, isTaken ? gateway!.Taken : "");
    }

    /// <summary>Counted, and not logged one by one: a flood would fill the disk.</summary>
    private ReceivePaymentResult Refuse(TimeSpan wait)
    {
        _metrics.Called(ReceivePaymentStatus.TooManyForged);
        return new ReceivePaymentResult(ReceivePaymentStatus.TooManyForged, "") { RetryAfter = wait };
    }

    private async Task<ReceivePaymentStatus> DecideAsync(
        IPaymentGateway gateway, ReceivePaymentRequest request, CancellationToken ct)
    {
        var reading = gateway.Read(request.Envelope, _clock.GetUtcNow());
        return reading.Verdict switch
        {
            CallbackVerdict.Forged => ReceivePaymentStatus.Forged,
            CallbackVerdict.Malformed => ReceivePaymentStatus.Malformed,
            CallbackVerdict.Stale => ReceivePaymentStatus.Stale,
            CallbackVerdict.Irrelevant => ReceivePaymentStatus.Irrelevant,
            CallbackVerdict.NotOurs => await KeepAsideAsync(gateway.Name, reading.Payment!, ct),
            CallbackVerdict.Paid => await RecordAsync(gateway.Name, reading.Payment!, ct),
            _ => throw new InvalidOperationException($"Unknown verdict: {reading.Verdict}."),
        };
    }

    private async Task<ReceivePaymentStatus> RecordAsync(string provider, ProviderPayment paid, CancellationToken ct)
    {
        if (!paid.Fits) return ReceivePaymentStatus.Malformed;
        var (_, isNew) = await _record.ExecuteAsync(provider, paid, ct);
        return isNew ? ReceivePaymentStatus.Recorded : ReceivePaymentStatus.AlreadyRecorded;
    }

    private async Task<ReceivePaymentStatus> KeepAsideAsync(
        string provider, ProviderPayment paid, CancellationToken ct)
    {
        if (!paid.Fits) return ReceivePaymentStatus.Malformed;
        await _record.KeepAsideAsync(provider, paid, ct);
        LogNotOurs(provider, paid.ProviderId);
        return ReceivePaymentStatus.NotOurs;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Payment callback of {Provider}: {Status}")]
    private partial void LogCallback(string provider, ReceivePaymentStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider} tells of money of another merchant: {ProviderId}")]
    private partial void LogNotOurs(string provider, string providerId);
}

/// <summary>A payment was recorded; its order is to learn of it.</summary>
internal sealed record PaymentReceived(long PaymentId) : IMessage;

internal sealed class PaymentReceivedHandler(ApplyPayment apply) : IMessageHandler<PaymentReceived>
{
    public async Task HandleAsync(PaymentReceived message, CancellationToken ct)
    {
        var status = await apply.ExecuteAsync(new ApplyPaymentRequest(message.PaymentId), ct);
        if (status == ApplyPaymentStatus.Busy)
            throw new InvalidOperationException($"Payment {message.PaymentId} must wait; it is tried again.");
    }
}
