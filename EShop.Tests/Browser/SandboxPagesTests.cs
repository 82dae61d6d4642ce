using EShop.Tests.Support;
using Microsoft.Playwright;

namespace EShop.Tests.Browser;

/// <summary>The sandbox's page as it is open, closed and paid, and the order that its money could not pay: narrow and
/// wide, light and dark, in both languages.</summary>
public sealed class SandboxPagesTests
{
    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Light)]
    [InlineData(360, "en-GB", ColorScheme.Dark)]
    [InlineData(1280, "en-GB", ColorScheme.Light)]
    [InlineData(1280, "zh-CN", ColorScheme.Dark)]
    public async Task They_fit_and_can_be_read_by_everybody(int width, string language, ColorScheme scheme)
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop, (1, await HttpShopper.MakeCustomersAsync(shop, 1)));
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        var order = await shopper.CheckOutAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (page, faults) = (visitor.Page, new List<string>());
            async Task LookAtAsync(string name)
            {
                faults.AddRange((await PageCheck.FaultsOfAsync(visitor)).Select(fault => $"{name}: {fault}"));
                await page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(Servers.ResultsFolder, "pages", $"{width}-{language}-{scheme}", $"{name}.png"),
                    FullPage = true,
                });
            }

            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync($"/orders/{order}/pay");
            await page.Locator("button[value=sandbox]").ClickAsync();
            await page.WaitForURLAsync("**/sandbox/pay/*");
            var sandbox = new Uri(page.Url).AbsolutePath;
            await page.Locator("details.otherwise summary").ClickAsync();
            await LookAtAsync("sandbox-open");
            await page.Locator("button[value=Decline]").ClickAsync();
            await page.WaitForURLAsync("**was=Decline");
            await LookAtAsync("sandbox-declined");

            await visitor.GoToAsync($"/orders/{order}");
            await page.Locator("details.cancel summary").ClickAsync();
            await page.Locator("details.cancel button").ClickAsync();
            await Until.TrueAsync(async () => await StateAsync(shop, order) == "Closed");
            await visitor.GoToAsync(sandbox);
            await LookAtAsync("sandbox-closed");
            await page.Locator("button[value=PayLate]").ClickAsync();
            await Until.TrueAsync(async () => (await shop.RowsAsync(
                $"select 1 from payments where order_number = '{order}' and state = 'Refunded'")).Count == 1);
            await visitor.GoToAsync($"/orders/{order}");
            await LookAtAsync("order-money-back");
            await visitor.GoToAsync(sandbox);
            await LookAtAsync("sandbox-paid");
            Assert.Empty(faults);
        }, options =>
        {
            options.Locale = language;
            options.ColorScheme = scheme;
            options.ViewportSize = new ViewportSize { Width = width, Height = 800 };
        });
    }

    private static async Task<string> StateAsync(WebShop shop, string order) =>
        Assert.Single(await shop.RowsAsync($"select state from orders where number = '{order}'"))[0];
}
