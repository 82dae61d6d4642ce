using Bunit;
using EShop.Web.Shell;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace EShop.Tests.Shell;

public sealed class ThemeSheetTests : BunitContext
{
    [Fact]
    public async Task Both_palettes_stand_in_one_sheet()
    {
        Services.AddLogging();
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        var sheet = new ThemeSheet(Services.GetRequiredService<IServiceScopeFactory>(), NullLoggerFactory.Instance);
        await sheet.StartAsync(Xunit.TestContext.Current.CancellationToken);

        var parts = sheet.Css.Split(":root");
        Assert.Equal(4, parts.Length);
        Assert.Contains("--mud-palette-primary: rgba(43,76,155,1);", parts[1], StringComparison.Ordinal);
        Assert.Contains("--mud-default-borderradius: 10px;", parts[1], StringComparison.Ordinal);
        Assert.All(parts[2..], dark =>
        {
            Assert.Contains("color-scheme: dark;", dark, StringComparison.Ordinal);
            Assert.Contains("--mud-palette-primary: rgba(169,189,247,1);", dark, StringComparison.Ordinal);
            Assert.Contains("--shop-tint-0: #3A322A;", dark, StringComparison.Ordinal);
            Assert.DoesNotContain("borderradius", dark, StringComparison.Ordinal);
        });
        Assert.Equal(sheet.Css.Count(letter => letter == '{'), sheet.Css.Count(letter => letter == '}'));
        Assert.Equal($"theme.css?v={sheet.Fingerprint}", sheet.Address);
    }
}
