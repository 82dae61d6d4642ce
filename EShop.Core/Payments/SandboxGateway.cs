using System.Text.Json;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EShop.Core.Payments;

/// <summary>The body of a sandbox callback.</summary>
internal sealed record SandboxCallback(
    string TradeId, string OrderNumber, long AmountMinor, string Currency, string Status, DateTimeOffset SentAt);

/// <summary>A payment provider with play money and a page of its own; beyond that, it is one: it keeps its own books
/// and tells of payments by a signed callback over HTTP.</summary>
internal sealed class SandboxGateway(
    ShopStore store, SandboxSigner signer, ShopAddress address, IOptions<PaymentOptions> options, TimeProvider clock)
    : IPaymentGateway
{
    public const string ProviderName = "sandbox", PaidStatus = "PAID", SignatureHeader = "X-Signature";
    private const int DepthMax = 16;

    /// <summary>A field that is there twice is not to be read: nobody knows which of them was meant.</summary>
    public static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    public string Name => ProviderName;

    public IReadOnlyList<Uri> PayOrigins => []; // its page is the shop's

    public string Taken => SandboxNotifyHandler.Taken;

    public async Task<Uri> StartAsync(PaymentStart start, CancellationToken ct)
    {
        var tradeId = await FindAsync(start.Order, ct) ?? await OpenAsync(start, ct);
        return address.Of($"/sandbox/pay/{tradeId}");
    }

    public CallbackReading Read(CallbackEnvelope envelope, DateTimeOffset now)
    {
        if (!signer.IsSigned(envelope.Body.Span, envelope.Signature)) return new(CallbackVerdict.Forged, null);
        SandboxCallback? callback;
        try
        {
            callback = JsonSerializer.Deserialize<SandboxCallback>(envelope.Body.Span, Json);
        }
        catch (JsonException)
        {
            return new(CallbackVerdict.Malformed, null);
        }

        if (callback is not { TradeId.Length: > 0, OrderNumber.Length: > 0, AmountMinor: > 0, Currency.Length: 3 })
            return new(CallbackVerdict.Malformed, null);
        if ((now - callback.SentAt).Duration() > options.Value.CallbackAgeMax) return new(CallbackVerdict.Stale, null);
        return callback.Status == PaidStatus
            ? new(CallbackVerdict.Paid, new ProviderPayment(
                callback.TradeId, callback.OrderNumber, callback.AmountMinor, callback.Currency))
            : new(CallbackVerdict.Irrelevant, null);
    }

    public async Task<TradeAnswer> QueryAsync(OrderNumber order, CancellationToken ct)
    {
        var trades = await store.ReadAsync(db => db.Set<SandboxTrade>()
            .Where(t => t.OrderNumber == order.Text).OrderBy(t => t.Nth).ToListAsync(ct), ct);
        if (trades.Find(t => t.State == SandboxTradeState.Paid) is { } paid) return TradeAnswer.Paid(paid.ToPayment());
        return TradeAnswer.Of(trades.Count == 0 ? TradeState.Unknown
            : trades.Exists(t => t.State == SandboxTradeState.Open) ? TradeState.Open
            : TradeState.Closed);
    }

    public async Task<TradeAnswer> CloseAsync(OrderNumber order, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await store.WriteAsync(db => SandboxLedger.CloseAsync(db, now, order, ct), ct);
        return await QueryAsync(order, ct);
    }

    public async Task<RefundVerdict> RefundAsync(RefundCall refund, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await store.WriteAsync(db => SandboxLedger.RefundAsync(db, now, refund, ct), ct);
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // The same key at the same moment was first, and says what it sent back.
            return await store.WriteAsync(db => SandboxLedger.RefundAsync(db, now, refund, ct), ct);
        }
    }

    private Task<string?> FindAsync(OrderNumber order, CancellationToken ct) => store.ReadAsync(
        db => db.Set<SandboxTrade>().Where(t => t.OrderNumber == order.Text && t.Nth == SandboxTrade.FirstNth)
            .Select(t => t.Id).SingleOrDefaultAsync(ct), ct);

    private async Task<string> OpenAsync(PaymentStart start, CancellationToken ct)
    {
        var id = RandomToken.New();
        try
        {
            var now = clock.GetUtcNow();
            await store.WriteAsync(db =>
            {
                db.Set<SandboxTrade>().Add(new SandboxTrade
                {
                    Id = id,
                    OrderNumber = start.Order.Text,
                    AmountMinor = start.Due.Minor,
                    Currency = start.Currency,
                    CreatedAt = now,
                });
                return Task.CompletedTask;
            }, ct);
            return id;
        }
        catch (Exception error) when (StoreErrors.IsDuplicate(error))
        {
            // A second press of the button was first.
            return await FindAsync(start.Order, ct)
                ?? throw new InvalidOperationException($"The trade of order {start.Order} is there and is not.", error);
        }
    }
}
