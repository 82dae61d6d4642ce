using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace EShop.Web.Shell;

/// <summary>
/// The theme as one style sheet for all pages, static and interactive. MudBlazor's own provider writes the variables of
/// one palette into the page as an inline style element, which our content policy forbids and which cannot follow the
/// visitor's system without a circuit. So it is rendered here, once per palette, and served as a file.
/// </summary>
public sealed class ThemeSheet(IServiceScopeFactory scopes, ILoggerFactory loggers) : IHostedService
{
    public string Css { get; private set; } = "";

    public string Fingerprint { get; private set; } = "";

    public string Address => $"theme.css?v={Fingerprint}";

    /// <summary>Before the first request is taken.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var light = ("color-scheme: light;\n" + await VariablesAsync(dark: false) + ShopTheme.TintsLight).Split('\n');
        var dark = ("color-scheme: dark;\n" + await VariablesAsync(dark: true) + ShopTheme.TintsDark).Split('\n');
        // Sizes and fonts are those of light; only what differs is said again.
        var darkOnly = string.Join('\n', dark.Except(light));
        Css = $$"""
            :root {
            {{string.Join('\n', light)}}}
            @media (prefers-color-scheme: dark) {
            :root:not([data-theme="light"]) {
            {{darkOnly}}
            }
            }
            :root[data-theme="dark"] {
            {{darkOnly}}
            }
            """;
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))[..16];
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> VariablesAsync(bool dark)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(MudThemeProvider.Theme)] = ShopTheme.Theme,
            [nameof(MudThemeProvider.IsDarkMode)] = dark,
            [nameof(MudThemeProvider.DefaultScrollbar)] = true,
            [nameof(MudThemeProvider.ObserveSystemDarkModeChange)] = false,
        });
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<MudThemeProvider>(parameters)).ToHtmlString());
        var start = html.IndexOf(":root", StringComparison.Ordinal);
        var open = html.IndexOf('{', start) + 1;
        return html[open..html.IndexOf('}', open)].Trim() + "\n";
    }
}
