using EShop.Tests.Support;
using Microsoft.Playwright;

namespace EShop.Tests.Browser;

/// <summary>Every page, narrow and wide, light and dark, in both languages: it is there, fits the screen, can be read by
/// everybody and logs no fault. The screenshots in TestResults/pages are for looking at.</summary>
public sealed class EveryPageTests
{
    private static readonly string[] Public = ["/", "/no-such-page"];

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Light)]
    [InlineData(360, "en-GB", ColorScheme.Dark)]
    [InlineData(1280, "en-GB", ColorScheme.Light)]
    [InlineData(1280, "zh-CN", ColorScheme.Dark)]
    public async Task Pages_for_everybody(int width, string language, ColorScheme scheme) =>
        await LookAtAsync(new Look(width, language, scheme), Public);

    private static async Task LookAtAsync(Look look, IEnumerable<string> paths)
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var faults = new List<string>();
            foreach (var path in paths)
            {
                var status = await visitor.GoToAsync(path);
                if (status >= 500) faults.Add($"{path}: {status}");
                faults.AddRange((await PageCheck.FaultsOfAsync(visitor)).Select(fault => $"{path}: {fault}"));
                await visitor.Page.ScreenshotAsync(new() { Path = look.FileOf(path), FullPage = true });
            }
            Assert.True(faults.Count == 0, string.Join("\n", faults));
        }, look.Apply);
    }

    private sealed record Look(int Width, string Language, ColorScheme Scheme)
    {
        public void Apply(BrowserNewContextOptions options)
        {
            options.Locale = Language;
            options.ColorScheme = Scheme;
            options.ViewportSize = new ViewportSize { Width = Width, Height = 800 };
        }

        public string FileOf(string path)
        {
            var name = path == "/" ? "home" : path.Trim('/').Replace('/', '-').Replace('?', '-');
            return Path.Combine(Servers.ResultsFolder, "pages", $"{Width}-{Language}-{Scheme}", $"{name}.png");
        }
    }
}
