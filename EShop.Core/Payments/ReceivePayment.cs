using EShop.Core.Messaging;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace EShop.Core.Payments;

public enum ReceivePaymentStatus
{
    UnknownProvider = 1,

    /// <summary>The signature is missing or wrong; no row was read.</summary>
    Forged,

    Malformed,

    /// <summary>Signed too long ago.</summary>
    Stale,

    /// <summary>It tells of something else than money received.</summary>
    Irrelevant,

    /// <summary>It was recorded before; twice is once.</summary>
    AlreadyRecorded,

    Recorded,
}

public sealed record ReceivePaymentRequest(string Provider, CallbackEnvelope Envelope);

/// <summary>A provider says that it received money (S16). The payment is recorded once, by its unique key; what it does
/// to the order follows at once, and again by message until it is done.</summary>
public sealed partial class ReceivePayment(
    ShopStore store, PaymentGateways gateways, ApplyPayment apply, TimeProvider clock, ILogger<ReceivePayment> log)
{
    public async Task<ReceivePaymentStatus> ExecuteAsync(ReceivePaymentRequest request, CancellationToken ct)
    {
        var status = await DecideAsync(request, ct);
        LogCallback(request.Provider, status);
        return status;
    }

    private async Task<ReceivePaymentStatus> DecideAsync(ReceivePaymentRequest request, CancellationToken ct)
    {
        if (gateways.Find(request.Provider) is not { } gateway) return ReceivePaymentStatus.UnknownProvider;
        var reading = gateway.Read(request.Envelope, clock.GetUtcNow());
        return reading.Verdict switch
        {
            CallbackVerdict.Forged => ReceivePaymentStatus.Forged,
            CallbackVerdict.Malformed => ReceivePaymentStatus.Malformed,
            CallbackVerdict.Stale => ReceivePaymentStatus.Stale,
            CallbackVerdict.Irrelevant => ReceivePaymentStatus.Irrelevant,
            CallbackVerdict.Paid => await RecordAsync(gateway.Name, reading.Payment!, ct),
            _ => throw new InvalidOperationException($"Unknown verdict: {reading.Verdict}."),
        };
    }

    private async Task<ReceivePaymentStatus> RecordAsync(string provider, ProviderPayment paid, CancellationToken ct)
    {
        var (id, isNew) = await InsertAsync(provider, paid, ct);
        await apply.ExecuteAsync(new ApplyPaymentRequest(id), ct);
        return isNew ? ReceivePaymentStatus.Recorded : ReceivePaymentStatus.AlreadyRecorded;
    }

    private async Task<(long Id, bool IsNew)> InsertAsync(string provider, ProviderPayment paid, CancellationToken ct)
    {
        if (await FindAsync(provider, paid, ct) is { } known) return (known, false);
        var now = clock.GetUtcNow();
        try
        {
            var id = await store.WriteAsync(async db =>
            {
                var payment = new Payment
                {
                    Provider = provider,
                    ProviderId = paid.ProviderId,
                    OrderNumber = paid.OrderNumber,
                    AmountMinor = paid.AmountMinor,
                    Currency = paid.Currency,
                    ReceivedAt = now,
                };
                db.Set<Payment>().Add(payment);
                await db.SaveChangesAsync(ct);
                Outbox.Add(db, now, new PaymentReceived(payment.Id));
                return payment.Id;
            }, ct);
            return (id, true);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            var first = await FindAsync(provider, paid, ct);
            return (first ?? throw new InvalidOperationException("A payment is there and is not.", error), false);
        }
    }

    private Task<long?> FindAsync(string provider, ProviderPayment paid, CancellationToken ct) => store.ReadAsync(
        db => db.Set<Payment>().Where(p => p.Provider == provider && p.ProviderId == paid.ProviderId)
            .Select(p => (long?)p.Id).SingleOrDefaultAsync(ct), ct);

    [LoggerMessage(Level = LogLevel.Information, Message = "Payment callback of {Provider}: {Status}")]
    private partial void LogCallback(string provider, ReceivePaymentStatus status);
}

/// <summary>A payment was recorded; its order is to learn of it.</summary>
internal sealed record PaymentReceived(long PaymentId) : IMessage;

internal sealed class PaymentReceivedHandler(ApplyPayment apply) : IMessageHandler<PaymentReceived>
{
    public Task HandleAsync(PaymentReceived message, CancellationToken ct) =>
        apply.ExecuteAsync(new ApplyPaymentRequest(message.PaymentId), ct);
}
