using System.Net;
using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>The page of an order changes under the eyes of who looks at it.</summary>
public sealed class LiveOrderTests
{
    [Fact]
    public async Task An_order_paid_on_another_node_shows_it_without_a_reload()
    {
        await using var shop = await WebShop.StartAsync(options =>
            (options.Store, options.Redis) = (Store.Postgres, RedisServer.Real));
        await using var node = await shop.StartNodeAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        var order = await shopper.CheckOutAsync();

        await Chromium.VisitAsync(node, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync($"/orders/{order}");
            var state = visitor.Page.Locator("#order-state");
            await Expect(state).ToHaveTextAsync("To be paid");
            await visitor.Page.EvaluateAsync("() => { window.isStillTheSame = true; }");

            await PayAsync(shopper.Visitor, order);

            await Expect(state).ToHaveTextAsync("Paid", new() { Timeout = 30_000 });
            await Expect(visitor.Page.Locator("#order-timeline li.done")).ToHaveCountAsync(2);
            await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Pay now" })).ToHaveCountAsync(0);
            Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.isStillTheSame === true"));
        });
        // Open streams do not keep a shop from stopping.
        Assert.Equal(0, await node.StopAsync());
    }

    [Fact]
    public async Task A_broken_stream_is_taken_up_again_and_without_script_a_reload_shows_it()
    {
        await using var shop = await WebShop.StartAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        var order = await shopper.CheckOutAsync();

        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync($"/orders/{order}");
            var state = visitor.Page.Locator("#order-state");
            await Expect(state).ToHaveTextAsync("To be paid");
            // The stream breaks, as with a phone that sleeps; the page takes it up again and catches up.
            await visitor.Page.WaitForFunctionAsync("() => orderNews.stream?.readyState === EventSource.OPEN");
            await visitor.Page.EvaluateAsync("() => orderNews.stream.close()");
            await PayAsync(shopper.Visitor, order);
            await Expect(state).ToHaveTextAsync("Paid", new() { Timeout = 30_000 });
        });
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync($"/orders/{order}");
            await Expect(visitor.Page.Locator("#order-state")).ToHaveTextAsync("Paid");
        }, options => options.JavaScriptEnabled = false);
    }

    /// <summary>Pays with play money, as in another window.</summary>
    private static async Task PayAsync(HttpVisitor visitor, string order)
    {
        var page = await visitor.GetAsync($"/orders/{order}/pay");
        page = await visitor.SubmitAsync(
            page, "form:has([value=pay])", new() { ["Provider"] = "sandbox" });
        page = await visitor.SubmitAsync(page, "form:has([value=sandbox])", []);
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }
}
