using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

public sealed class SigningUpTests
{
    [Fact]
    public async Task A_wrong_form_says_so_at_the_field_and_keeps_what_was_typed()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page, email) = (new SigningUp(shop, visitor), visitor.Page, SigningUp.NewEmail());
            await visitor.GoToAsync("/sign-up");
            await page.GetByLabel("E-mail").FillAsync(email);
            await page.GetByLabel("Characters in the picture").FillAsync("wrong");
            await pages.SendAsync();
            await Expect(page.GetByLabel("Characters in the picture")).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(page.GetByLabel("E-mail")).ToHaveValueAsync(email);

            await page.GetByLabel("Characters in the picture").FillAsync(await pages.ReadPictureAsync());
            await pages.SendAsync();
            var code = await pages.ReadCodeAsync(email);
            await pages.CompleteAsync(code == "111111" ? "222222" : "111111", "Typed Name");
            await Expect(page.GetByLabel("Code from the mail")).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Typed Name");
            await Expect(page.GetByLabel("Password", new() { Exact = true })).ToHaveValueAsync("");

            await pages.CompleteAsync(code, "Typed Name");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome, Typed Name" })).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task On_a_phone_the_form_is_left_for_the_mailbox_and_come_back_to()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page, email) = (new SigningUp(shop, visitor), visitor.Page, SigningUp.NewEmail());
            await pages.AskForCodeAsync(email);
            // The mail program takes the screen, and the browser drops the page meanwhile.
            var code = await pages.ReadCodeAsync(email);
            await visitor.GoToAsync("/coupons");
            var tab = await visitor.NewTabAsync();
            await tab.GotoAsync("/sign-up/code");
            await Expect(tab.GetByText(email)).ToBeVisibleAsync();
            await tab.CloseAsync();
            // Back by the address of the sign-up page: it knows the address still, and the code too.
            await visitor.GoToAsync("/sign-up");
            await Expect(page.GetByLabel("E-mail")).ToHaveValueAsync(email);
            await page.GetByLabel("Characters in the picture").FillAsync(await pages.ReadPictureAsync());
            await pages.SendAsync();
            await Expect(page.GetByText("A code was sent to this address a short while ago")).ToBeVisibleAsync();
            await pages.CompleteAsync(code, "Phone");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome, Phone" })).ToBeVisibleAsync();
        }, options =>
        {
            options.ViewportSize = new ViewportSize { Width = 360, Height = 740 };
            (options.IsMobile, options.HasTouch, options.DeviceScaleFactor) = (true, true, 2);
        });
    }

    [Fact]
    public async Task With_scripts_off_all_of_it_works()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page, email) = (new SigningUp(shop, visitor), visitor.Page, SigningUp.NewEmail());
            await visitor.GoToAsync("/sign-up");
            await Expect(page.GetByText("I cannot see the picture")).ToBeHiddenAsync(); // it needs a script
            var first = await page.Locator("input[name='Form.CaptchaId']").InputValueAsync();
            await page.GetByLabel("E-mail").FillAsync(email);
            await page.GetByRole(AriaRole.Button, new() { Name = "New picture" }).ClickAsync();
            await Expect(page.GetByLabel("E-mail")).ToHaveValueAsync(email);
            Assert.NotEqual(first, await page.Locator("input[name='Form.CaptchaId']").InputValueAsync());
            await page.GetByLabel("Characters in the picture").FillAsync(await pages.ReadPictureAsync());
            await pages.SendAsync();
            await pages.CompleteAsync(await pages.ReadCodeAsync(email), "No Script");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome, No Script" })).ToBeVisibleAsync();
        }, options => options.JavaScriptEnabled = false);
    }

    [Fact]
    public async Task Abuse_26_by_keyboard_alone_and_without_seeing_the_picture()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page, email) = (new SigningUp(shop, visitor), visitor.Page, SigningUp.NewEmail());
            await visitor.GoToAsync("/sign-up");
            await TypeAsync(page, page.GetByLabel("E-mail"), email);
            await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "I cannot see the picture" }));
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByText("Done. You can go on without the picture.")).ToBeVisibleAsync(new()
            {
                Timeout = 60_000,
            });
            await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Send me a code" }).Last);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByLabel("Code from the mail")).ToBeVisibleAsync();

            var code = await pages.ReadCodeAsync(email);
            await TypeAsync(page, page.GetByLabel("Code from the mail"), code);
            await TypeAsync(page, page.GetByLabel("Name", new() { Exact = true }), "Keys");
            await TypeAsync(page, page.GetByLabel("Password", new() { Exact = true }), SigningUp.Password);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome, Keys" })).ToBeVisibleAsync();
        });
    }

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Dark)]
    [InlineData(1280, "en-GB", ColorScheme.Light)]
    public async Task Every_state_of_the_pages_can_be_read_by_everybody(int width, string language, ColorScheme scheme)
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page, email) = (new SigningUp(shop, visitor), visitor.Page, SigningUp.NewEmail());
            var look = new List<string>();
            await visitor.GoToAsync("/sign-up");
            await FillAsync("Form.Email", "no address");
            await page.EvaluateAsync("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
            await FillAsync("Form.CaptchaText", "wrong");
            await SubmitAsync();
            await LookAsync("sign-up-wrong");
            await FillAsync("Form.Email", email);
            await FillAsync("Form.CaptchaText", await pages.ReadPictureAsync());
            await SubmitAsync();
            await LookAsync("sign-up-code");
            await page.EvaluateAsync("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
            await SubmitAsync();
            await LookAsync("sign-up-code-wrong");
            await visitor.GoToAsync("/forgotten-password");
            await FillAsync("Form.Email", SigningUp.NewEmail());
            await FillAsync("Form.CaptchaText", await pages.ReadPictureAsync());
            await SubmitAsync();
            await LookAsync("reset-code");
            await page.EvaluateAsync("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
            await SubmitAsync();
            await LookAsync("reset-code-wrong");
            Assert.True(look.Count == 0, string.Join("\n", look));

            Task FillAsync(string name, string value) => page.Locator($"[name='{name}']").FillAsync(value);

            Task SubmitAsync() => page.Locator("main form[method='post'] button.btn:not(.quiet)").Last.ClickAsync();

            async Task LookAsync(string name)
            {
                await page.WaitForLoadStateAsync();
                look.AddRange((await PageCheck.FaultsOfAsync(visitor)).Select(fault => $"{name}: {fault}"));
                var folder = Path.Combine(Servers.ResultsFolder, "pages", $"{width}-{language}-{scheme}");
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
            }
        }, options =>
        {
            options.ViewportSize = new ViewportSize { Width = width, Height = 800 };
            (options.Locale, options.ColorScheme) = (language, scheme);
        });
    }

    private static async Task TypeAsync(IPage page, ILocator field, string text)
    {
        await TabToAsync(page, field);
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Goes on with the tab key until the element has the focus: it can be reached, and in the order of
    /// reading.</summary>
    private static async Task TabToAsync(IPage page, ILocator element)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            if (await element.EvaluateAsync<bool>("element => element === document.activeElement")) return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail("It cannot be reached with the tab key.");
    }
}
