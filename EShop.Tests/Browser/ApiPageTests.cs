using EShop.Tests.Support;
using Microsoft.Playwright;

namespace EShop.Tests.Browser;

/// <summary>The page that draws the API's document, under the shop's policy and without any other host.</summary>
public sealed class ApiPageTests
{
    [Fact]
    public async Task The_api_can_be_read_in_a_browser()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var foreign = new List<string>();
            visitor.Page.Request += (_, request) =>
            {
                if (new Uri(request.Url) is { IsLoopback: false, Scheme: "http" or "https" }) foreign.Add(request.Url);
            };
            await visitor.Page.GotoAsync("/api");
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "EShop", Exact = true }))
                .ToBeVisibleAsync();
            await Assertions.Expect(visitor.Page.GetByText("Coupons", new() { Exact = true }).First)
                .ToBeVisibleAsync();
            Assert.Equal([], foreign);
        });
    }
}
