using EShop.Web.Admin;

namespace EShop.Tests.Admin;

public sealed class CouponPulseLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_counter_becomes_claims_per_second()
    {
        var line = new CouponPulseLine();
        line.Add(Start, 100);
        Assert.Equal((0, ""), (line.PerSecond, line.Points));
        line.Add(Start.AddSeconds(1), 300);
        line.Add(Start.AddSeconds(1), 300); // the same reading again
        line.Add(Start.AddSeconds(3), 400);
        Assert.Equal((50, 200), (line.PerSecond, line.Top));
        Assert.Equal("235.9,1 240,35.5", line.Points);
    }

    [Fact]
    public void The_line_is_a_minute_long()
    {
        var line = new CouponPulseLine();
        for (var second = 0; second < 200; second++) line.Add(Start.AddSeconds(second), second * second);
        Assert.Equal(CouponPulseLine.SecondsMax, line.Points.Split(' ').Length);
        Assert.StartsWith("0,", line.Points, StringComparison.Ordinal);
    }
}
