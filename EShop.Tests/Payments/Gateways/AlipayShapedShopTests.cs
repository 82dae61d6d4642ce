using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace EShop.Tests.Payments.Gateways;

/// <summary>A whole shop with a provider of Alipay's shape beside the sandbox: nothing but the adapter is new.
/// </summary>
public sealed class AlipayShapedShopTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_paid_by_a_signed_form_and_the_provider_reads_success()
    {
        await using var shop = await AlipayShop.CreateAsync();
        var (accountId, placed) = await shop.Shop.BuyAsync(await shop.Shop.SkuAsync(stock: 5));
        await shop.OpenAsync((accountId, placed.Number));

        Assert.Equal("success", await shop.Server.PayAsync(placed.Number.Text));
        Assert.Equal("success", await shop.Server.NotifyAsync(placed.Number.Text)); // told again

        Assert.Equal([(PaymentState.Kept, "alipay", 10_000)], await shop.PaymentsAsync());
        Assert.Equal(OrderState.Paid, await shop.StateAsync(placed.Number));
        await shop.Shop.DeliverAsync();
        await shop.Shop.AuditAsync();
    }

    [Fact]
    public async Task Abuse_69_Money_of_another_seller_is_kept_aside_and_pays_nothing()
    {
        await using var shop = await AlipayShop.CreateAsync();
        var (accountId, placed) = await shop.Shop.BuyAsync(await shop.Shop.SkuAsync(stock: 5));
        await shop.OpenAsync((accountId, placed.Number));

        shop.Server.SellerId = "2088000000000666";
        Assert.Equal("success", await shop.Server.PayAsync(placed.Number.Text));

        Assert.Equal([(PaymentState.Suspicious, "alipay", 10_000)], await shop.PaymentsAsync());
        Assert.Equal(OrderState.AwaitingPayment, await shop.StateAsync(placed.Number));
        await shop.Shop.AuditAsync();
    }

    [Fact]
    public async Task Abuse_70_An_old_form_is_not_taken_and_the_provider_tries_again()
    {
        await using var shop = await AlipayShop.CreateAsync();
        var (accountId, placed) = await shop.Shop.BuyAsync(await shop.Shop.SkuAsync(stock: 5));
        await shop.OpenAsync((accountId, placed.Number));

        shop.Server.ClockOffset -= TimeSpan.FromMinutes(6);
        Assert.Equal("", await shop.Server.PayAsync(placed.Number.Text));
        Assert.Empty(await shop.PaymentsAsync());

        shop.Server.ClockOffset += TimeSpan.FromMinutes(6);
        Assert.Equal("success", await shop.Server.NotifyAsync(placed.Number.Text));
        Assert.Equal(OrderState.Paid, await shop.StateAsync(placed.Number));
    }

    private sealed class AlipayShop : IAsyncDisposable
    {
        private static readonly HttpClient Browser = new();

        private AlipayShop(AlipayShapedServer server, CallbackBox box, TestShop shop) =>
            (Server, Box, Shop) = (server, box, shop);

        public AlipayShapedServer Server { get; }
        public CallbackBox Box { get; }
        public TestShop Shop { get; }

        public static async Task<AlipayShop> CreateAsync()
        {
            var server = new AlipayShapedServer();
            TestShop? shop = null;
            var box = new CallbackBox(async envelope =>
                (await shop!.Get<ReceivePayment>().ExecuteAsync(new("alipay", envelope), Ct)).Answer);
            shop = await TestShop.CreateAsync(Store.Sqlite, o => o.Services = services =>
                services.AddSingleton<IPaymentGateway>(provider => new AlipayShapedGateway(
                    new AlipayAccount(
                        server.Gateway, box.Address, server.AppId, server.SellerId, server.ShopKey, server.Key),
                    provider.GetRequiredService<TimeProvider>())));
            server.ClockOffset = shop.Now - TimeProvider.System.GetUtcNow();
            return new AlipayShop(server, box, shop);
        }

        public async Task OpenAsync((long AccountId, OrderNumber Number) order)
        {
            var started = await Shop.Get<StartPayment>().ExecuteAsync(
                new(order.AccountId, order.Number, "alipay"), Ct);
            Assert.Equal(StartPaymentStatus.Started, started.Status);
            using var page = await Browser.GetAsync(started.PayAt, Ct);
            page.EnsureSuccessStatusCode();
        }

        public Task<List<(PaymentState, string, long)>> PaymentsAsync() => Shop.ReadAsync(async db =>
            (await db.Set<Payment>().ToListAsync(Ct))
                .Select(p => (p.State, p.Provider, p.AmountMinor)).ToList());

        public Task<OrderState> StateAsync(OrderNumber number) => Shop.ReadAsync(db => db.Set<Order>()
            .Where(o => o.Number == number.Text).Select(o => o.State).SingleAsync(Ct));

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Box.DisposeAsync();
            await Shop.DisposeAsync();
        }
    }
}
