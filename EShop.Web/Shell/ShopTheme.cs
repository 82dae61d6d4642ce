using MudBlazor;

namespace EShop.Web.Shell;

/// <summary>
/// The look of the shop, and the only place where a colour is written down: pages name roles (Color.Primary,
/// var(--mud-palette-primary)). Pictures are the colour; so surfaces are warm paper, and ink blue is the one accent.
/// A test holds every pair of text and ground to AA contrast, in both palettes.
/// </summary>
public static class ShopTheme
{
    private static readonly string[] Fonts =
    [
        "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "PingFang SC", "Hiragino Sans GB",
        "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif",
    ];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        Typography = Type(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "232px" },
    };

    /// <summary>Grounds for product pictures; a category has one by its number, modulo this.</summary>
    public const int TintCount = 8;

    internal static readonly string TintsLight = Tints(
        "#F1E6DA", "#E6EBDD", "#DFE8EE", "#EDE2EA", "#F3E9CF", "#E1ECE8", "#F0E0DC", "#E7E5DF");

    internal static readonly string TintsDark = Tints(
        "#3A322A", "#31362B", "#2B343A", "#382F36", "#3A3424", "#2B3633", "#3A2F2C", "#33312D");

    private static PaletteLight Light() => new()
    {
        Black = "#1F1C18", White = "#FFFFFF",
        Primary = "#2B4C9B", PrimaryContrastText = "#FFFFFF", PrimaryDarken = "#21407F", PrimaryLighten = "#4464B2",
        Secondary = "#625B52", SecondaryContrastText = "#FFFFFF",
        Tertiary = "#625B52", TertiaryContrastText = "#FFFFFF",
        Info = "#2B4C9B", InfoContrastText = "#FFFFFF",
        Success = "#1F6B3A", SuccessContrastText = "#FFFFFF",
        Warning = "#8A5300", WarningContrastText = "#FFFFFF",
        Error = "#B3261E", ErrorContrastText = "#FFFFFF",
        Dark = "#37322C", DarkContrastText = "#FFFFFF",
        TextPrimary = "#1F1C18", TextSecondary = "#625B52", TextDisabled = "#8C8378",
        ActionDefault = "#4B453D", ActionDisabled = "#A79E93", ActionDisabledBackground = "#EAE5DD",
        Background = "#FAF8F5", BackgroundGray = "#F2EEE8", Surface = "#FFFFFF",
        AppbarBackground = "#FAF8F5", AppbarText = "#1F1C18",
        DrawerBackground = "#F2EEE8", DrawerText = "#37322C", DrawerIcon = "#625B52",
        LinesDefault = "#E4DED5", LinesInputs = "#8C8378", Divider = "#E4DED5", DividerLight = "#EFEAE3",
        TableLines = "#E4DED5", TableStriped = "#FAF8F5", TableHover = "#F2EEE8", Skeleton = "#EAE5DD",
    };

    private static PaletteDark Dark() => new()
    {
        Black = "#0F0E0C", White = "#FFFFFF",
        Primary = "#A9BDF7", PrimaryContrastText = "#131C36", PrimaryDarken = "#8FA8EE", PrimaryLighten = "#C3D1FA",
        Secondary = "#B5ABA0", SecondaryContrastText = "#1B1815",
        Tertiary = "#B5ABA0", TertiaryContrastText = "#1B1815",
        Info = "#A9BDF7", InfoContrastText = "#131C36",
        Success = "#85CB9C", SuccessContrastText = "#0D2415",
        Warning = "#E9B266", WarningContrastText = "#2A1B04",
        Error = "#F2A199", ErrorContrastText = "#3A0F0B",
        Dark = "#3A352F", DarkContrastText = "#EFEAE3",
        TextPrimary = "#EFEAE3", TextSecondary = "#B5ABA0", TextDisabled = "#857B70",
        ActionDefault = "#C9C0B5", ActionDisabled = "#6B635A", ActionDisabledBackground = "#2F2B27",
        Background = "#171513", BackgroundGray = "#1C1A17", Surface = "#211E1B",
        AppbarBackground = "#171513", AppbarText = "#EFEAE3",
        DrawerBackground = "#1C1A17", DrawerText = "#DDD5CA", DrawerIcon = "#B5ABA0",
        LinesDefault = "#3A352F", LinesInputs = "#857B70", Divider = "#3A352F", DividerLight = "#2F2B27",
        TableLines = "#3A352F", TableStriped = "#1C1A17", TableHover = "#2A2622", Skeleton = "#2F2B27",
        OverlayDark = "rgba(0,0,0,0.6)",
    };

    /// <summary>Four sizes on a page: 28, 20, 16 and 13 pixels.</summary>
    private static Typography Type() => new()
    {
        Default = new DefaultTypography
        {
            FontFamily = Fonts, FontSize = "1rem", LineHeight = "1.5", LetterSpacing = "0",
        },
        H1 = Heading<H1Typography>("1.75rem"),
        H2 = Heading<H2Typography>("1.25rem"),
        H3 = Heading<H3Typography>("1rem"),
        H4 = Heading<H4Typography>("1.75rem"),
        H5 = Heading<H5Typography>("1.25rem"),
        H6 = Heading<H6Typography>("1rem"),
        Body1 = new Body1Typography { FontSize = "1rem", LineHeight = "1.5", LetterSpacing = "0" },
        Body2 = new Body2Typography { FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "0" },
        Caption = new CaptionTypography { FontSize = "0.8125rem", LineHeight = "1.4", LetterSpacing = "0" },
        Button = new ButtonTypography
        {
            FontSize = "0.9375rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "0",
        },
    };

    private static T Heading<T>(string size) where T : BaseTypography, new() =>
        new() { FontSize = size, FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" };

    private static string Tints(params string[] colours) =>
        string.Concat(colours.Select((colour, index) => $"--shop-tint-{index}: {colour};\n"));
}
