using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>What every management page has: fields by label, buttons by name, a word about what came of it.</summary>
internal sealed class AdminDesk(Visitor visitor)
{
    private readonly IPage _page = visitor.Page;

    public ILocator Main => _page.GetByRole(AriaRole.Main);

    /// <summary>The circuit stands and the page has read what it shows.</summary>
    public Task IsReadyAsync() =>
        Expect(_page.Locator(".admin:not([inert]):not([aria-busy])")).ToBeVisibleAsync();

    public async Task OpenAsync(string path)
    {
        Assert.Equal(200, await visitor.GoToAsync(path));
        await IsReadyAsync();
    }
}
