namespace EShop.Bench;

/// <summary>The one place that speaks to the console.</summary>
internal static class Screen
{
    public static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.InvariantCulture;

#pragma warning disable RS0030 // A bench is a console program; everything it prints passes here.
    public static void Line(FormattableString text) =>
        Console.WriteLine(text.ToString(Culture));

    public static void Line(string text) => Console.WriteLine(text);
#pragma warning restore RS0030
}
