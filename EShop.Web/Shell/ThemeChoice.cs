namespace EShop.Web.Shell;

/// <summary>Light, dark, or what the visitor's system says.</summary>
public sealed record ThemeChoice
{
    public static readonly ThemeChoice Auto = new("auto");
    public static readonly ThemeChoice Light = new("light");
    public static readonly ThemeChoice Dark = new("dark");

    private ThemeChoice(string name) => Name = name;

    public string Name { get; }

    public static ThemeChoice Parse(string? name) => name switch
    {
        "light" => Light,
        "dark" => Dark,
        _ => Auto,
    };

    /// <summary>The document's data-theme; none while the style sheet is to follow the system.</summary>
    public static string? Attribute(ThemeChoice choice) => choice == Auto ? null : choice.Name;
}
