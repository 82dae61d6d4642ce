using EShop.Core.Messaging;
using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Tests.Payments.Gateways;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Payments.Refunds;

public sealed class RefundFaultsTests
{
    private static readonly HttpClient Browser = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F48_a_provider_that_is_away_over_HTTP_gets_the_refund_when_it_is_back_and_once()
    {
        await using var server = new AlipayShapedServer();
        await using var wire = FaultyWire.To("127.0.0.1", server.Gateway.Port);
        TestShop? made = null;
        await using var box = new CallbackBox(async envelope =>
            (await made!.Get<ReceivePayment>().ExecuteAsync(new("alipay", envelope), Ct)).Answer);
        var gateway = new UriBuilder(server.Gateway) { Port = wire.Port }.Uri;
        await using var shop = made = await TestShop.CreateAsync(Store.Sqlite, o => o.Services = services =>
            services.AddSingleton<IPaymentGateway>(provider => new AlipayShapedGateway(
                new AlipayAccount(gateway, box.Address, server.AppId, server.SellerId, server.ShopKey, server.Key),
                provider.GetRequiredService<TimeProvider>())));
        server.ClockOffset = shop.Now - TimeProvider.System.GetUtcNow();
        var admin = await shop.AdminAsync();
        var (accountId, placed) = await shop.BuyAsync(await shop.SkuAsync(stock: 5));
        var started = await shop.Get<StartPayment>().ExecuteAsync(new(accountId, placed.Number, "alipay"), Ct);
        using (var page = await Browser.GetAsync(started.PayAt, Ct)) page.EnsureSuccessStatusCode();
        Assert.Equal("success", await server.PayAsync(placed.Number.Text));
        await shop.SettleMessagesAsync();
        await shop.ShipAsync((admin, placed.Number));

        wire.TakeDown();
        await shop.RefundAsync((admin, placed.Number), 10_000);
        await shop.SettleMessagesAsync();
        var seen = await shop.RefundsAsync((accountId, placed.Number));
        Assert.Equal((0L, 10_000L), (seen.Back.Minor, seen.OnItsWay.Minor));
        Assert.Equal(OrderState.Shipped, await shop.StateAsync(placed.Number));

        wire.BringUp();
        shop.Clock.Advance(shop.Get<Microsoft.Extensions.Options.IOptions<MessagingOptions>>().Value.PauseAfter(1));
        server.ClockOffset = shop.Now - TimeProvider.System.GetUtcNow();
        await shop.SettleMessagesAsync();

        seen = await shop.RefundsAsync((accountId, placed.Number));
        Assert.Equal((10_000L, 0L), (seen.Back.Minor, seen.OnItsWay.Minor));
        Assert.Equal(OrderState.Refunded, await shop.StateAsync(placed.Number));
        Assert.Equal(2, (await shop.MailsAsync(accountId)).Count(
            m => m.Subject.Contains("back", StringComparison.Ordinal)));
        await shop.AuditAsync();
    }
}
