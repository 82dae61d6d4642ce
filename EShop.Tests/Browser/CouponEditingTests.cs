using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>A coupon that is made is changed in its name, its window and its limit.</summary>
public sealed class CouponEditingTests
{
    private const string Form = "details:has(#f-name-en)";

    [Fact]
    public Task A_coupon_is_renamed_and_bad_input_is_told_at_its_field() => EditAsync(async visitor =>
    {
        var desk = new AdminDesk(visitor.Page);
        var name = $"Seven off {Guid.NewGuid():N}";
        await desk.OpenAsync("/admin/coupons/new");
        await desk.FillAsync("Name in English", name);
        await desk.FillAsync("Name in Chinese", "立减七元");
        await desk.FillAsync("Amount off", "7");
        await desk.PressAsync("Save as draft");
        await desk.SeeHeadingAsync(name);
        var other = new AdminDesk(await visitor.NewTabAsync());
        await other.OpenAsync(new Uri(visitor.Page.Url).AbsolutePath);
        await OpenFormAsync(desk);
        await OpenFormAsync(other);

        await desk.FillAsync("Name in English", "");
        await desk.FillAsync("Opens", "2030-01-02T10:00");
        await desk.FillAsync("Closes", "2030-01-01T10:00");
        await SaveAsync(desk);
        await desk.SeeFaultAsync("Name in English", "Give it a name in English");
        await desk.SeeFaultAsync("Closes", "It must close after it opens");
        await Expect(desk.Field("Opens")).ToHaveValueAsync("2030-01-02T10:00");

        await desk.FillAsync("Name in English", $"{name}!");
        await desk.FillAsync("Closes", "2030-01-03T10:00");
        await SaveAsync(desk);
        await desk.SeeAsync("Saved.");
        await desk.SeeHeadingAsync($"{name}!");

        await other.FillAsync("Name in English", $"{name}?");
        await SaveAsync(other);
        await other.SeeAsync("Somebody has changed it meanwhile; reload the page and try again.");
        await Expect(other.Field("Name in English")).ToHaveValueAsync($"{name}?");
        await other.OpenAsync(new Uri(other.Page.Url).AbsolutePath);
        await other.SeeHeadingAsync($"{name}!");
    });

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Light)]
    [InlineData(360, "en-GB", ColorScheme.Dark)]
    [InlineData(1280, "en-GB", ColorScheme.Light)]
    [InlineData(1280, "zh-CN", ColorScheme.Dark)]
    public Task The_open_form_fits_and_can_be_read_by_everybody(int width, string language, ColorScheme scheme) =>
        EditAsync(
            async visitor =>
            {
                var desk = new AdminDesk(visitor.Page);
                await desk.OpenAsync("/admin/coupons/1");
                await OpenFormAsync(desk);
                await desk.Page.Locator("#f-name-en").FillAsync("");
                await SaveAsync(desk);
                await Expect(desk.Page.Locator("#f-name-en")).ToHaveAttributeAsync("aria-invalid", "true");
                Assert.Equal([], await PageCheck.FaultsOfAsync(visitor));
                await desk.Page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(
                        Servers.ResultsFolder, "pages", $"{width}-{language}-{scheme}", "coupon-edit.png"),
                    FullPage = true,
                });
            },
            options =>
            {
                options.Locale = language;
                options.ColorScheme = scheme;
                options.ViewportSize = new ViewportSize { Width = width, Height = 800 };
            });

    private static Task OpenFormAsync(AdminDesk desk) => desk.Page.Locator($"{Form} > summary").ClickAsync();

    private static Task SaveAsync(AdminDesk desk) => desk.Page.Locator($"{Form} button[type=submit]").ClickAsync();

    private static async Task EditAsync(
        Func<Visitor, Task> work, Action<BrowserNewContextOptions>? configure = null)
    {
        var shop = await WebShop.SharedAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            await work(visitor);
        }, configure);
    }
}
