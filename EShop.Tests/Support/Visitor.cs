using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;

namespace EShop.Tests.Support;

/// <summary>Somebody with a browser: what they see, and what went wrong behind it.</summary>
internal sealed class Visitor
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(45);
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public static async Task<Visitor> StartAsync(IBrowserContext context)
    {
        var visitor = new Visitor(context, await context.NewPageAsync());
        visitor.Watch(visitor.Page);
        return visitor;
    }

    /// <summary>Opens a page of the shop; answers its HTTP status.</summary>
    public async Task<int> GoToAsync(string path) => (await Page.GotoAsync(path))!.Status;

    /// <summary>Opens a page again and again until <paramref name="sign"/> is on it: for what the shop does by itself
    /// meanwhile.</summary>
    public async Task WaitOnAsync(string path, Func<IPage, ILocator> sign)
    {
        var watch = Stopwatch.StartNew();
        await GoToAsync(path);
        while (!await sign(Page).First.IsVisibleAsync())
        {
            Assert.True(watch.Elapsed < WaitMax, $"Not seen at {path} in {WaitMax}.");
            await Page.WaitForTimeoutAsync(200);
            await GoToAsync(path);
        }
    }

    /// <summary>A further tab of the same visitor.</summary>
    public async Task<IPage> NewTabAsync()
    {
        var tab = await _context.NewPageAsync();
        Watch(tab);
        return tab;
    }

    /// <summary>Goes on in the browser as who signed in over plain HTTP.</summary>
    public Task TakeOverAsync(HttpVisitor other) => _context.AddCookiesAsync(other.Cookies.Select(cookie =>
        new Microsoft.Playwright.Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
        }));

    public void AssertNoFaults() =>
        Assert.True(_faults.IsEmpty, $"The browser met faults:\n  {string.Join("\n  ", _faults)}");

    public async Task KeepEvidenceAsync()
    {
        var test = TestContext.Current.Test?.TestDisplayName ?? "visit";
        var name = string.Concat(test.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        var file = Path.Combine(Servers.ResultsFolder, name);
        Directory.CreateDirectory(Servers.ResultsFolder);
        await Page.ScreenshotAsync(new() { Path = file + ".png", FullPage = true });
        await _context.Tracing.StopAsync(new() { Path = file + ".trace.zip" });
    }

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            // A page that is not there is an answer like any other; Chromium logs it as an error all the same.
            if (message.Type == "error" && !message.Text.Contains("status of 4", StringComparison.Ordinal))
                _faults.Enqueue($"{page.Url}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _faults.Enqueue($"{page.Url}: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 500) _faults.Enqueue($"{response.Status} {response.Url}");
        };
    }
}
