using Bunit;
using EShop.Web.Widgets;

namespace EShop.Tests.Widgets;

public sealed class TimeTextTests : WidgetTest
{
    private static readonly DateTimeOffset LateInTheDay = new(2026, 3, 4, 16, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", TimeStyle.DateAndTime, "5 Mar 2026, 00:30")]
    [InlineData("zh", TimeStyle.DateAndTime, "2026年3月5日 00:30")]
    [InlineData("en", TimeStyle.Date, "5 Mar 2026")]
    [InlineData("zh", TimeStyle.Time, "00:30")]
    public void A_moment_is_shown_in_the_shops_zone(string language, TimeStyle style, string expected)
    {
        Speak(language);
        var time = Render<TimeText>(p => p.Add(w => w.At, LateInTheDay).Add(w => w.Style, style)).Find("time");
        Assert.Equal(expected, time.TextContent);
        Assert.Equal("2026-03-04T16:30:00Z", time.GetAttribute("datetime"));
    }
}
