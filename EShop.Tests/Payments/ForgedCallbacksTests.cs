using System.Security.Cryptography;
using System.Text;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Payments;

/// <summary>Who makes up callbacks or plays them again (abuse 70 and 73).</summary>
public sealed class ForgedCallbacksTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_73_A_flood_of_forged_callbacks_asks_the_database_nothing_and_keeps_no_right_one_out(
        Store store)
    {
        var count = new CommandCount();
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(count));
        var (_, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new SandboxCallback("t", placed.Number.Text, 10_000, "CNY", SandboxGateway.PaidStatus, shop.Now),
            SandboxGateway.Json);
        var (here, elsewhere) = (Network("203.0.113.7"), Network("203.0.113.8"));
        Task<ReceivePaymentResult> ForgeAsync(NetworkAddress from, int i) => shop.Get<ReceivePayment>().ExecuteAsync(
            new("sandbox", new CallbackEnvelope(body, "application/json", $"{i:x64}")) { Network = from }, Ct);
        var before = count.Value;

        for (var i = 0; i < 30; i++)
            Assert.Equal((ReceivePaymentStatus.Forged, ""), Told(await ForgeAsync(here, i)));
        Assert.Equal(TimeSpan.FromMinutes(1), (await ForgeAsync(here, 30)).RetryAfter);
        var answers = await Race.RunAsync(1_000, i => ForgeAsync(here, i));

        Assert.All(answers, answer => Assert.Equal((ReceivePaymentStatus.TooManyForged, ""), Told(answer)));
        Assert.Equal(before, count.Value);
        Assert.Equal(ReceivePaymentStatus.Forged, (await ForgeAsync(elsewhere, 1)).Status);
        var signed = new CallbackEnvelope(body, "application/json", shop.Get<SandboxSigner>().Sign(body));
        Assert.Equal(ReceivePaymentStatus.Recorded,
            (await shop.Get<ReceivePayment>().ExecuteAsync(new("sandbox", signed) { Network = here }, Ct)).Status);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ReceivePaymentStatus.Forged, (await ForgeAsync(here, 2)).Status);
    }

    [Theory, EachStore]
    public async Task Abuse_68_What_is_signed_is_each_byte_as_it_came_and_the_database_is_not_asked_before(Store store)
    {
        var count = new CommandCount();
        await using var shop = await TestShop.CreateAsync(store, o => o.Interceptors.Add(count));
        var (_, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var secret = Encoding.UTF8.GetBytes("another shop's");
        var (trade, rest) = ("\"tradeId\":\"t\"", $"""
            "orderNumber":"{placed.Number}","amountMinor":10000,"currency":"CNY","status":"PAID","sentAt":"{shop.Now:O}"
            """.Trim());
        var body = $$"""{{{trade}},{{rest}}}""";
        var signature = shop.Get<SandboxSigner>().Sign(Encoding.UTF8.GetBytes(body));
        var twice = $$"""{{{trade}},{{rest}},"amountMinor":10000}""";
        (string Body, string Signature)[] forged =
        [
            ($$"""{{{rest}},{{trade}}}""", signature), // the same fields in another order
            (twice, signature),
            (body + " ", signature),
            (body, signature.ToUpperInvariant()[..^1]),
            (body, Hex(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(body)))),
            (body, Hex(HMACSHA512.HashData(secret, Encoding.UTF8.GetBytes(body)))),
            (body, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body)))), // without a key
        ];
        var before = count.Value;

        foreach (var (sent, signed) in forged) Assert.Equal(ReceivePaymentStatus.Forged, await SendAsync(sent, signed));
        // Signed, and still nobody knows which of the two is meant.
        var ambiguous = shop.Get<SandboxSigner>().Sign(Encoding.UTF8.GetBytes(twice));
        Assert.Equal(ReceivePaymentStatus.Malformed, await SendAsync(twice, ambiguous));

        Assert.Equal(before, count.Value);
        Assert.Equal(ReceivePaymentStatus.Recorded, await SendAsync(body, signature));

        async Task<ReceivePaymentStatus> SendAsync(string sent, string signed) => (await shop.Get<ReceivePayment>()
            .ExecuteAsync(new("sandbox", new CallbackEnvelope(
                Encoding.UTF8.GetBytes(sent), "application/json", signed)), Ct)).Status;
    }

    [Theory, EachStore]
    public async Task Abuse_70_A_callback_that_is_replayed_is_answered_alike_and_does_nothing(Store store)
    {
        await using var shop = await TestShop.CreateAsync(store);
        var (_, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new SandboxCallback("t", placed.Number.Text, 10_000, "CNY", SandboxGateway.PaidStatus, shop.Now),
            SandboxGateway.Json);
        var replayed = new ReceivePaymentRequest("sandbox", new CallbackEnvelope(
            body, "application/json", shop.Get<SandboxSigner>().Sign(body)));

        var first = await shop.Get<ReceivePayment>().ExecuteAsync(replayed, Ct);
        var again = await shop.Get<ReceivePayment>().ExecuteAsync(replayed, Ct);
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        var late = await shop.Get<ReceivePayment>().ExecuteAsync(replayed, Ct);

        Assert.Equal((ReceivePaymentStatus.Recorded, "success"), (first.Status, first.Answer));
        Assert.Equal((ReceivePaymentStatus.AlreadyRecorded, "success"), (again.Status, again.Answer));
        Assert.Equal((ReceivePaymentStatus.Stale, ""), (late.Status, late.Answer));
        Assert.Equal([PaymentState.Kept], await shop.ReadAsync(
            db => db.Set<Payment>().Select(p => p.State).ToListAsync(Ct)));
        await shop.DeliverAsync();
        await shop.AuditAsync();
    }

    private static (ReceivePaymentStatus Status, string Answer) Told(ReceivePaymentResult result) =>
        (result.Status, result.Answer);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static NetworkAddress Network(string address) => NetworkAddress.Of(System.Net.IPAddress.Parse(address));
}
