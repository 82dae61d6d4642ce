using System.Net;
using EShop.Tests.Browser;
using EShop.Tests.Support;
using Microsoft.Playwright;

namespace EShop.Tests.Faults;

/// <summary>The shop goes away under a hundred open pages of management, asked to or killed, and is started again.
/// </summary>
public sealed class CircuitsLostTests
{
    private const int Admins = 4, PagesOfEach = 25;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);
    private const string Opened = "/admin/products";

    [Fact]
    public async Task F38_With_100_circuits_open_the_shop_ends_and_is_back_and_everybody_goes_on_signed_in()
    {
        await using var shop = await WebShop.StartAsync(
            o => o.Settings["Circuits:PerAccountMax"] = $"{2 * PagesOfEach}");
        var goods = await shop.GoodsAsync();
        using var shopper = await HttpShopper.SignInAsync(shop, (1, await HttpShopper.MakeCustomersAsync(shop, 1)));
        await shopper.PutInCartAsync(goods);
        var cart = await CartAsync(shopper);
        Assert.Contains(goods.Path, cart, StringComparison.Ordinal);
        var admins = new List<HttpVisitor>();
        for (var i = 0; i < Admins; i++) admins.Add(await HttpStaff.SignInAsync(shop));
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admins[0]);
            // Its script logs that the connection broke: that is no fault here.
            var page = await visitor.Page.Context.NewPageAsync();
            var desk = new AdminDesk(page);
            await desk.OpenAsync(Opened);
            foreach (var isKilled in new[] { false, true })
            {
                await page.EvaluateAsync("window.isOfBefore = true");
                var open = await OpenAllAsync(shop, admins);
                var ends = Task.WhenAll(open.Select(socket => socket.EndAsync()));
                if (isKilled) await shop.KillAsync();
                else Assert.Equal(0, await shop.StopAsync(EndsWithin));
                await ends;
                await shop.StartAgainAsync();

                foreach (var socket in await OpenAllAsync(shop, admins)) socket.Dispose();
                await GoesOnAsync(page, desk);
                Assert.Equal(cart, await CartAsync(shopper));
                foreach (var socket in open) socket.Dispose();
            }
        });

        Assert.Equal("Lock", (await shop.TasksAsync(await shopper.CheckOutAsync())).Stock);
        await shop.AuditAsync();
        foreach (var admin in admins) admin.Dispose();
    }

    /// <summary>Each opens the page again, who they are by their cookie, and it is drawn over a circuit.</summary>
    private static Task<CircuitSocket[]> OpenAllAsync(WebShop shop, List<HttpVisitor> admins) =>
        Race.RunAsync(Admins * PagesOfEach, async index =>
        {
            var admin = admins[index / PagesOfEach];
            var page = await admin.GetAsync(Opened);
            Assert.Equal((HttpStatusCode.OK, Opened), (page.Status, page.Path));
            var socket = await CircuitSocket.OpenAsync(shop, admin);
            await socket.StartAsync(page);
            return socket;
        });

    /// <summary>A page that stood open through it all loads itself again and answers.</summary>
    private static async Task GoesOnAsync(IPage page, AdminDesk desk)
    {
        await page.WaitForFunctionAsync("() => !window.isOfBefore", null, new() { Timeout = 90_000 });
        await desk.IsReadyAsync();
        await desk.SearchAsync("Name, brand, tag or code", "mug");
    }

    private static async Task<string> CartAsync(HttpShopper shopper)
    {
        var page = await shopper.Visitor.GetAsync("/cart");
        Assert.Equal((HttpStatusCode.OK, "/cart"), (page.Status, page.Path));
        return string.Join(' ', page.Document
            .QuerySelectorAll("form.cart-lines a[href], form.cart-lines input:not([type=hidden])")
            .Select(part => part.GetAttribute("href") ?? part.GetAttribute("value")));
    }
}
