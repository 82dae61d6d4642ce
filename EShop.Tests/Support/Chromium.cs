using Microsoft.Playwright;

namespace EShop.Tests.Support;

/// <summary>One Chromium for the whole run; each visit is a visitor of its own, with cookies of its own.</summary>
internal static class Chromium
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly SharedResource<(IPlaywright Driver, IBrowser Browser)> Shared = new(LaunchAsync);

    /// <summary>
    /// Runs one visit. It fails when the page logged an error, broke the content security policy or was answered with a
    /// fault of the server; when it fails for whatever reason, a screenshot and a trace are left in TestResults.
    /// </summary>
    public static Task VisitAsync(
        WebShop shop, Func<Visitor, Task> walk, Action<BrowserNewContextOptions>? configure = null) =>
        VisitAsync(shop.Address, walk, configure);

    /// <summary>The same at a shop wherever it is.</summary>
    public static async Task VisitAsync(
        Uri shop, Func<Visitor, Task> walk, Action<BrowserNewContextOptions>? configure = null)
    {
        var (_, browser) = await Shared.GetAsync();
        var options = new BrowserNewContextOptions
        {
            BaseURL = shop.ToString(),
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        };
        configure?.Invoke(options);
        await using var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        await context.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        var visitor = await Visitor.StartAsync(context);
        try
        {
            await walk(visitor);
            visitor.AssertNoFaults();
        }
        catch
        {
            await visitor.KeepEvidenceAsync();
            throw;
        }
    }

    public static async Task CloseAsync()
    {
        if (!Shared.IsMade) return;
        var (driver, browser) = await Shared.GetAsync();
        await browser.CloseAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> LaunchAsync()
    {
        var path = Servers.Chromium;
        Assertions.SetDefaultExpectTimeout(15_000);
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = Arguments,
        }));
    }
}
