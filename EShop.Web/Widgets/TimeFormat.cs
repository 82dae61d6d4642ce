using System.Globalization;

namespace EShop.Web.Widgets;

/// <summary>
/// Writes moments in the shop's time zone (setting Shop:TimeZone, an IANA name, default Asia/Shanghai): the server does
/// not know the reader's, and an offer that opens "at 10:00" opens at the shop's ten.
/// </summary>
public sealed class TimeFormat(IConfiguration configuration)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(
        configuration["Shop:TimeZone"] is { Length: > 0 } name ? name : "Asia/Shanghai");

    public string Text(DateTimeOffset moment, TimeStyle style = TimeStyle.DateAndTime) =>
        Text(moment, style, CultureInfo.CurrentUICulture);

    /// <summary>A moment as clocks show it where the shop is, for a field that asks for day and time.</summary>
    public DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).DateTime;

    /// <summary>The moment at which clocks where the shop is show <paramref name="local"/>.</summary>
    public DateTimeOffset FromLocal(DateTime local) => new(
        DateTime.SpecifyKind(local, DateTimeKind.Unspecified), _zone.GetUtcOffset(local));

    /// <summary>When the day of a moment began where the shop is.</summary>
    public DateTimeOffset StartOfDay(DateTimeOffset moment) => FromLocal(Local(moment).Date);

    /// <summary>The month in letters for English, since 04/05 is a different day on each side of an ocean.</summary>
    public string Text(DateTimeOffset moment, TimeStyle style, CultureInfo culture)
    {
        var chinese = culture.TwoLetterISOLanguageName == "zh";
        var format = style switch
        {
            TimeStyle.Date => chinese ? "yyyy年M月d日" : "d MMM yyyy",
            TimeStyle.Time => "HH:mm",
            TimeStyle.DateAndTime => chinese ? "yyyy年M月d日 HH:mm" : "d MMM yyyy, HH:mm",
            _ => throw new ArgumentOutOfRangeException(nameof(style), style, null),
        };
        return TimeZoneInfo.ConvertTime(moment, _zone).ToString(format, culture);
    }
}

public enum TimeStyle
{
    DateAndTime = 1,
    Date = 2,
    Time = 3,
}
