using EShop.Web.Shell;
using MudBlazor;
using MudBlazor.Utilities;

namespace EShop.Tests.Shell;

/// <summary>WCAG 2.2 AA: text 4.5 to 1 against its ground, the border of a field 3 to 1.</summary>
public sealed class ShopThemeTests
{
    private const double TextContrast = 4.5;
    private const double BorderContrast = 3;

    public static TheoryData<string> Palettes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Palettes))]
    public void Text_is_readable_on_every_ground(string name)
    {
        var palette = PaletteOf(name);
        foreach (var ground in new[] { palette.Background, palette.BackgroundGray, palette.Surface })
        {
            foreach (var text in new[] { palette.TextPrimary, palette.TextSecondary, palette.Primary,
                palette.Success, palette.Warning, palette.Error })
                AssertContrast(TextContrast, text, ground);
            AssertContrast(BorderContrast, palette.LinesInputs, ground);
        }

        AssertContrast(TextContrast, palette.DrawerText, palette.DrawerBackground);
        AssertContrast(TextContrast, palette.AppbarText, palette.AppbarBackground);
    }

    [Theory]
    [MemberData(nameof(Palettes))]
    public void Text_is_readable_on_every_button(string name)
    {
        var palette = PaletteOf(name);
        AssertContrast(TextContrast, palette.PrimaryContrastText, palette.Primary);
        AssertContrast(TextContrast, palette.PrimaryContrastText, new MudColor(palette.PrimaryDarken));
        AssertContrast(TextContrast, palette.SuccessContrastText, palette.Success);
        AssertContrast(TextContrast, palette.WarningContrastText, palette.Warning);
        AssertContrast(TextContrast, palette.ErrorContrastText, palette.Error);
        AssertContrast(TextContrast, palette.InfoContrastText, palette.Info);
    }

    /// <summary>A chip's ground is a tenth of its own colour over the surface (widgets.css).</summary>
    [Theory]
    [MemberData(nameof(Palettes))]
    public void A_chip_is_readable(string name)
    {
        var palette = PaletteOf(name);
        MudColor[] tones = [palette.TextSecondary, palette.Info, palette.Success, palette.Warning, palette.Error];
        foreach (var tone in tones)
            AssertContrast(TextContrast, tone, Mixed(tone, palette.Surface, 0.1));
    }

    private static Palette PaletteOf(string name) =>
        name == "light" ? ShopTheme.Theme.PaletteLight : ShopTheme.Theme.PaletteDark;

    private static void AssertContrast(double least, MudColor text, MudColor ground)
    {
        var (one, other) = (Luminance(text), Luminance(ground));
        var contrast = (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
        Assert.True(contrast >= least, $"{text} on {ground}: {contrast:0.00}, wanted {least}");
    }

    private static MudColor Mixed(MudColor top, MudColor ground, double share) => new(
        (byte)(top.R * share + ground.R * (1 - share)),
        (byte)(top.G * share + ground.G * (1 - share)),
        (byte)(top.B * share + ground.B * (1 - share)), (byte)255);

    private static double Luminance(MudColor colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
