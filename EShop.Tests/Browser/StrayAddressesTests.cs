using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

public sealed class StrayAddressesTests
{
    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/p/no-such-product")]
    [InlineData("/c/no-such-category")]
    public async Task An_unknown_address_gets_a_page_with_a_way_on(string address)
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            Assert.Equal(404, await visitor.GoToAsync(address));
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            await visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link).First.ClickAsync();
            await Expect(visitor.Page).ToHaveURLAsync(shop.Address.ToString());
        });
    }
}
