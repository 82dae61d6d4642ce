using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using EShop.Tests.Support;

namespace EShop.Tests.Browser;

/// <summary>What holds of every page, whatever it is about.</summary>
internal static class PageCheck
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        },
    };

    /// <summary>What is wrong with the page that is open: nothing, or a line each.</summary>
    public static async Task<List<string>> FaultsOfAsync(Visitor visitor)
    {
        var page = visitor.Page;
        var faults = new List<string>();
        var headings = await page.Locator("h1:visible").CountAsync();
        if (headings != 1) faults.Add($"{headings} main headings instead of one");
        if (string.IsNullOrWhiteSpace(await page.TitleAsync())) faults.Add("no title");
        var overflow = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0) faults.Add($"{overflow} px wider than the screen: {await WidestAsync(visitor)}");
        var broken = await page.EvaluateAsync<string[]>(
            "[...document.images].filter(i => i.complete && i.naturalWidth === 0 && i.src).map(i => i.src)");
        faults.AddRange(broken.Select(picture => $"broken picture {picture}"));
        var axe = await page.RunAxe(Wcag);
        faults.AddRange(axe.Violations.Select(violation =>
            $"{violation.Id} ({violation.Impact}): {violation.Help}: {Examples(violation)}"));
        return faults;
    }

    private static string Examples(AxeResultItem violation) =>
        string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html));

    private static Task<string> WidestAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>(
        """
        [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(e => e.tagName.toLowerCase() + '.' + e.className).slice(0, 3).join(', ')
        """)!;
}
