using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;

namespace EShop.Tests.Payments;

/// <summary>Who makes up callbacks (abuse 73).</summary>
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

    private static (ReceivePaymentStatus Status, string Answer) Told(ReceivePaymentResult result) =>
        (result.Status, result.Answer);

    private static NetworkAddress Network(string address) => NetworkAddress.Of(System.Net.IPAddress.Parse(address));
}
