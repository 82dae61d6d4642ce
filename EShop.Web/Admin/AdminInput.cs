using System.Globalization;
using EShop.Core.Primitives;

namespace EShop.Web.Admin;

/// <summary>Reads what staff types into fields, and writes it there.</summary>
internal static class AdminInput
{
    private const string LocalTime = "yyyy-MM-ddTHH:mm";

    /// <summary>12.5 and 1,200.00, with at most two digits after the point; never a sign.</summary>
    public static bool TryMoney(string? text, out Money amount)
    {
        var isOne = decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            && value <= 1_000_000_000_000m && decimal.Round(value, 2) == value;
        amount = isOne ? new Money((long)(value * 100)) : Money.Zero;
        return isOne;
    }

    public static bool TryWhole(string? text, out int number) => int.TryParse(
        text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign,
        CultureInfo.InvariantCulture, out number);

    /// <summary>What a field of the type datetime-local sends.</summary>
    public static bool TryTime(string? text, out DateTime local) => DateTime.TryParseExact(
        text, [LocalTime, LocalTime + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out local);

    public static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Text(Money amount) => (amount.Minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    public static string Text(DateTime local) => local.ToString(LocalTime, CultureInfo.InvariantCulture);
}
