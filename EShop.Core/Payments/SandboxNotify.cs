using System.Net.Http.Headers;
using System.Text.Json;
using EShop.Core.Messaging;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace EShop.Core.Payments;

/// <summary>The sandbox is to tell the shop of a trade.</summary>
internal sealed record SandboxNotify(string TradeId, string Status = SandboxGateway.PaidStatus) : IMessage;

/// <summary>Calls the shop back over HTTP, signed, as a provider does; again after growing pauses until it is answered
/// in the words that it waits for.</summary>
internal sealed class SandboxNotifyHandler(
    ShopStore store, SandboxSigner signer, ShopAddress address, IHttpClientFactory clients, TimeProvider clock)
    : IMessageHandler<SandboxNotify>
{
    public const string ClientName = "sandbox", Taken = "success";

    public async Task HandleAsync(SandboxNotify message, CancellationToken ct)
    {
        var trade = await store.ReadAsync(
            db => db.Set<SandboxTrade>().SingleAsync(t => t.Id == message.TradeId, ct), ct);
        var body = JsonSerializer.SerializeToUtf8Bytes(new SandboxCallback(
            trade.Id, trade.OrderNumber, trade.AmountMinor, trade.Currency, message.Status,
            clock.GetUtcNow()), SandboxGateway.Json);
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Of("/payments/callback/sandbox"));
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SandboxGateway.SignatureHeader, signer.Sign(body));
        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        if (await response.Content.ReadAsStringAsync(ct) != Taken)
            throw new HttpRequestException($"The shop did not say that it has taken the callback of {trade.Id}.");
    }
}

/// <summary>Money that was under way when the shop closed its payment.</summary>
internal sealed record SandboxLateMoney(string TradeId) : IMessage;

internal sealed class SandboxLateMoneyHandler(ShopStore store, TimeProvider clock) : IMessageHandler<SandboxLateMoney>
{
    public Task HandleAsync(SandboxLateMoney message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.WriteAsync(async db =>
        {
            if (await SandboxLedger.PayLateAsync(db, now, message.TradeId, ct))
                Outbox.Add(db, now, new SandboxNotify(message.TradeId));
        }, ct);
    }
}
