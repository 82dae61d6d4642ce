using EShop.Core.Orders;
using EShop.Core.Payments;
using EShop.Tests.Payments;
using EShop.Tests.Payments.Gateways;
using EShop.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>A real browser goes from the shop to the pay page of another company, at an origin of its own, and comes
/// back. The shop's policy lets a form lead there, and nowhere else.</summary>
public sealed class ForeignPayPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Abuse_71_77_paying_at_another_origin_works_and_the_way_back_says_checking_until_it_is_told()
    {
        await using var server = new AlipayShapedServer();
        ShopSite? opened = null;
        using var http = new HttpClient();
        await using var box = new CallbackBox(async envelope =>
        {
            using var form = new ReadOnlyMemoryContent(envelope.Body);
            using var taken = await http.PostAsync(new Uri(opened!.Address, "/payments/callback/alipay"), form, Ct);
            return await taken.Content.ReadAsStringAsync(Ct);
        });
        await using var site = await ShopSite.StartAsync(Store.Sqlite, o => o.Services = services =>
            services.AddSingleton<IPaymentGateway>(provider => new AlipayShapedGateway(
                new AlipayAccount(
                    server.Gateway, box.Address, server.AppId, server.SellerId, server.ShopKey, server.Key),
                provider.GetRequiredService<TimeProvider>())));
        opened = site;
        server.ClockOffset = site.Shop.Now - TimeProvider.System.GetUtcNow();
        var (accountId, placed) = await site.Shop.BuyAsync(await site.Shop.SkuAsync(stock: 5));
        using var shopper = new HttpVisitor(site.Address);
        shopper.Take(await site.CookieAsync(accountId));

        await Chromium.VisitAsync(site.Address, async visitor =>
        {
            await visitor.TakeOverAsync(shopper);
            var page = visitor.Page;
            await visitor.GoToAsync($"/orders/{placed.Number}/pay");
            await GoPayAsync("alipay");
            await Expect(page.Locator("body")).ToContainTextAsync("Success"); // its page has opened the trade
            Assert.Equal(server.Gateway.GetLeftPart(UriPartial.Path), page.Url.Split('?')[0]);
            var back = new Uri(Rsa2.FieldsOf(new Uri(page.Url).Query.TrimStart('?'))!["return_url"]);
            Assert.Equal($"/orders/{placed.Number}?paying=1", back.PathAndQuery);

            await visitor.GoToAsync(back.PathAndQuery);
            await Expect(page.GetByText("We are checking your payment.")).ToBeVisibleAsync();
            Assert.Equal(OrderState.AwaitingPayment, await site.Shop.OrderStateAsync(placed.Number));
            Assert.Equal("success", await server.PayAsync(placed.Number.Text));
            await Expect(page.GetByText("Thank you, your payment has arrived.")).ToBeVisibleAsync();

            // The page's one button is the sandbox's; that of another provider differs by its value only.
            async Task GoPayAsync(string provider)
            {
                var button = page.Locator("form button[name=Provider]");
                await button.EvaluateAsync("(button, provider) => button.value = provider", provider);
                await button.ClickAsync();
            }
        });
        await site.Shop.DeliverAllAsync();
        await site.Shop.AuditAsync();
    }
}
