using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>The management pages as staff uses them: fields by label, buttons by name, a word about what came of it.
/// </summary>
internal sealed class AdminDesk(IPage page)
{
    private const string Watch =
        """
        () => {
            window.somethingHappened = false;
            new MutationObserver(() => window.somethingHappened = true)
                .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    public IPage Page => page;

    public ILocator Main => Page.GetByRole(AriaRole.Main);

    /// <summary>The circuit stands and the page has read what it shows.</summary>
    public Task IsReadyAsync() =>
        Expect(Page.Locator(".admin:not([inert]):not([aria-busy])")).ToBeVisibleAsync();

    public async Task OpenAsync(string path)
    {
        Assert.Equal(200, (await page.GotoAsync(path))!.Status);
        await IsReadyAsync();
    }

    public Task FillAsync(string label, string text) => Field(label).FillAsync(text);

    public Task ChooseAsync(string label, string option) =>
        Field(label).SelectOptionAsync(new SelectOptionValue { Label = option });

    public Task PressAsync(string button) => Button(Main, button).ClickAsync();

    /// <summary>Answers what the page asks.</summary>
    public async Task AnswerAsync(string title, string button)
    {
        var asked = Page.GetByRole(AriaRole.Dialog, new() { Name = title });
        await Button(asked, button).ClickAsync();
        await Expect(asked).ToHaveCountAsync(0);
    }

    public async Task SeeAsync(string text) =>
        await Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public Task SeeHeadingAsync(string text) =>
        Expect(Page.GetByRole(AriaRole.Heading, new() { Name = text, Level = 1 })).ToBeVisibleAsync();

    /// <summary>The row of a list that holds the text.</summary>
    public ILocator Row(string text) => Main.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    public async Task SearchAsync(string label, string text)
    {
        await FillAsync(label, text);
        await PressAsync("Search");
        await Expect(Page).ToHaveURLAsync(new Regex("[?&]q="));
    }

    /// <summary>What is wrong with a field, as it stands beneath it.</summary>
    public async Task SeeFaultAsync(string label, string fault)
    {
        await Expect(Field(label)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Field(label)).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(fault)));
    }

    public ILocator Field(string label) =>
        Main.GetByLabel(new Regex($@"^\s*{Regex.Escape(label)}(\s*optional)?\s*$"));

    /// <summary>The buttons of a page which, when pressed, change nothing at all.</summary>
    public async Task<IReadOnlyList<string>> DeadButtonsAsync(string path)
    {
        await OpenAsync(path);
        var names = (await Main.Locator("button:visible:enabled").AllInnerTextsAsync()).Distinct().ToList();
        var dead = new List<string>();
        foreach (var name in names)
        {
            await OpenAsync(path);
            foreach (var box in await Main.GetByRole(AriaRole.Searchbox).AllAsync()) await box.FillAsync("zz");
            await Page.EvaluateAsync(Watch);
            await Button(Main, name).First.ClickAsync();
            try
            {
                await Page.WaitForFunctionAsync("() => window.somethingHappened !== false");
            }
            catch (TimeoutException)
            {
                dead.Add($"{path}: {name}");
            }
        }
        return dead;
    }

    /// <summary>Where the links of a page lead, each once.</summary>
    public async Task<IReadOnlyList<string>> LinksAsync(string path)
    {
        await OpenAsync(path);
        return await Page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('a[href]')].map(a => a.pathname + a.search))]");
    }

    private static ILocator Button(ILocator within, string name) =>
        within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
