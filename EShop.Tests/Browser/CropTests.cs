using EShop.Tests.Support;
using Microsoft.Playwright;
using SkiaSharp;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>Choosing a picture and which square of it is kept: by keyboard, by dragging, without a script.</summary>
public sealed class CropTests
{
    [Fact]
    public async Task The_square_is_moved_by_keys_alone_and_what_was_seen_is_kept() => await VisitAsync(async visitor =>
    {
        var page = visitor.Page;
        await ChooseAsync(page, TestPictures.Bands(isTall: false));
        await Expect(page.GetByLabel("Top to bottom")).ToBeDisabledAsync(); // as high as the picture: no room
        await page.GetByLabel("Left to right").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await LookAsync(visitor, "keys");

        Assert.Equal("blue", await SaveAsync(visitor));
    });

    [Fact]
    public async Task A_photograph_held_upright_is_cut_as_it_is_seen() => await VisitAsync(async visitor =>
    {
        var page = visitor.Page;
        // Stored lying, red to blue from left to right; seen standing, blue at the bottom.
        await ChooseAsync(page, TestPictures.Turned(TestPictures.Bands(isTall: false), 6));
        await Expect(page.GetByLabel("Left to right")).ToBeDisabledAsync();
        await page.GetByLabel("Top to bottom").FocusAsync();
        await page.Keyboard.PressAsync("End");

        Assert.Equal("blue", await SaveAsync(visitor));
    });

    [Fact]
    public async Task Dragging_and_zooming_move_the_sliders() => await VisitAsync(async visitor =>
    {
        var page = visitor.Page;
        await ChooseAsync(page, TestPictures.Bands(isTall: false));
        await page.GetByLabel("Zoom").FillAsync("200");
        Assert.Equal("500", await page.GetByLabel("Left to right").InputValueAsync()); // the middle stays the middle
        var view = (await page.Locator(".crop-view").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(view.X + 20, view.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(view.X + 3000, view.Y + 3000, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        Assert.Equal("0", await page.GetByLabel("Left to right").InputValueAsync());
        Assert.Equal("0", await page.GetByLabel("Top to bottom").InputValueAsync());

        Assert.Equal("red", await SaveAsync(visitor));
    });

    [Fact]
    public async Task A_photograph_that_is_too_large_is_made_smaller_first() => await VisitAsync(async visitor =>
    {
        var page = visitor.Page;
        await ChooseAsync(page, TestPictures.Png(6000, 3000)); // 18 megapixels, red and blue
        Assert.Equal(
            "picture.jpg", await page.Locator("input[type=file]").EvaluateAsync<string>("i => i.files[0].name"));
        await page.GetByLabel("Left to right").FocusAsync();
        await page.Keyboard.PressAsync("Home");

        Assert.Equal("red", await SaveAsync(visitor));
    });

    [Fact]
    public async Task What_is_no_picture_is_told_at_the_field() => await VisitAsync(async visitor =>
    {
        var page = visitor.Page;
        await page.GetByLabel("New picture").SetInputFilesAsync(FileOf("not a picture"u8.ToArray()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save picture" }).ClickAsync();

        await Expect(page.Locator(".field-error")).ToHaveTextAsync("Please take a JPEG, PNG or WebP picture.");
        await Expect(page.Locator(".crop")).ToBeHiddenAsync();
    });

    [Fact]
    public async Task Without_a_script_the_middle_is_kept() => await VisitAsync(async visitor =>
    {
        var page = visitor.Page;
        await page.GetByLabel("New picture").SetInputFilesAsync(FileOf(TestPictures.Bands(isTall: true)));
        await Expect(page.Locator(".crop")).ToBeHiddenAsync();

        Assert.Equal("lime", await SaveAsync(visitor));
    }, options => options.JavaScriptEnabled = false);

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Dark)]
    [InlineData(360, "en-GB", ColorScheme.Light)]
    [InlineData(1280, "zh-CN", ColorScheme.Light)]
    [InlineData(1280, "en-GB", ColorScheme.Dark)]
    public async Task The_crop_fits_every_screen_and_reader(int width, string language, ColorScheme scheme) =>
        await VisitAsync(async visitor =>
        {
            await visitor.Page.Locator("input[type=file]")
                .SetInputFilesAsync(FileOf(TestPictures.Bands(isTall: false)));
            await Expect(visitor.Page.Locator(".crop")).ToBeVisibleAsync();
            await LookAsync(visitor, $"{width}-{language}-{scheme}");
            Assert.Empty(await PageCheck.FaultsOfAsync(visitor));
        }, options =>
        {
            (options.Locale, options.ColorScheme) = (language, scheme);
            options.ViewportSize = new ViewportSize { Width = width, Height = 800 };
        });

    private static async Task VisitAsync(
        Func<Visitor, Task> walk, Action<BrowserNewContextOptions>? configure = null)
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync("/account");
            await walk(visitor);
        }, configure);
    }

    private static async Task ChooseAsync(IPage page, byte[] picture)
    {
        await page.GetByLabel("New picture").SetInputFilesAsync(FileOf(picture));
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Which part of it" })).ToBeVisibleAsync();
    }

    /// <summary>The colour in the middle of what the shop keeps.</summary>
    private static async Task<string> SaveAsync(Visitor visitor)
    {
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Save picture" }).ClickAsync();
        await Expect(visitor.Page.Locator("main img.avatar").First).ToBeVisibleAsync();
        var address = await visitor.Page.Locator("main img.avatar").First.GetAttributeAsync("src");
        var answer = await visitor.Page.APIRequest.GetAsync(address!);
        using var bitmap = SKBitmap.Decode(await answer.BodyAsync());
        var colour = bitmap.GetPixel(256, 256);
        return (colour.Red > 128, colour.Green > 128, colour.Blue > 128) switch
        {
            (true, false, false) => "red",
            (false, true, false) => "lime",
            (false, false, true) => "blue",
            _ => colour.ToString(),
        };
    }

    private static async Task LookAsync(Visitor visitor, string name) => await visitor.Page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Servers.ResultsFolder, "avatar", $"{name}.png"), FullPage = true,
    });

    private static FilePayload FileOf(byte[] content) =>
        new() { Name = "me.jpg", MimeType = "image/jpeg", Buffer = content };
}
