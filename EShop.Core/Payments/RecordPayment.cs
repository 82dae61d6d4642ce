using EShop.Core.Messaging;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

/// <summary>Records money that a provider received, once, by its unique key, whether a callback or an answer tells of
/// it; what it does to the order follows at once, and again by message until it is done.</summary>
internal sealed class RecordPayment(ShopStore store, ApplyPayment apply, TimeProvider clock)
{
    /// <summary>Records it and lets it do its work. Not new: it was recorded before; twice is once.</summary>
    public async Task<(ApplyPaymentStatus Status, bool IsNew)> ExecuteAsync(
        string provider, ProviderPayment paid, CancellationToken ct)
    {
        var (id, isNew) = await InsertAsync(provider, paid, PaymentState.Received, ct);
        return (await apply.ExecuteAsync(new ApplyPaymentRequest(id), ct), isNew);
    }

    /// <summary>Records money that cannot be an order's: for staff to look at.</summary>
    public Task KeepAsideAsync(string provider, ProviderPayment paid, CancellationToken ct) =>
        InsertAsync(provider, paid, PaymentState.Suspicious, ct);

    private async Task<(long Id, bool IsNew)> InsertAsync(
        string provider, ProviderPayment paid, PaymentState state, CancellationToken ct)
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
                    State = state,
                    ReceivedAt = now,
                };
                db.Set<Payment>().Add(payment);
                await db.SaveChangesAsync(ct);
                if (state == PaymentState.Received) Outbox.Add(db, now, new PaymentReceived(payment.Id));
                await PaymentLedger.EndTradeAsync(db, now, (paid.OrderNumber, provider), ct);
                return payment.Id;
            }, ct);
            return (id, true);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error) || error is CommitUnknownException)
        {
            var first = await FindAsync(provider, paid, ct);
            return (first ?? throw new InvalidOperationException("A payment is there and is not.", error), false);
        }
    }

    private Task<long?> FindAsync(string provider, ProviderPayment paid, CancellationToken ct) => store.ReadAsync(
        db => db.Set<Payment>().Where(p => p.Provider == provider && p.ProviderId == paid.ProviderId)
            .Select(p => (long?)p.Id).SingleOrDefaultAsync(ct), ct);
}
