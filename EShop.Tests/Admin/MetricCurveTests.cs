using EShop.Web.Admin;

namespace EShop.Tests.Admin;

public sealed class MetricCurveTests
{
    [Fact]
    public void The_highest_reaches_the_top_and_nothing_lies_on_the_ground() =>
        Assert.Equal("M0 95h.1L180 1L360 48", MetricCurve.PathOf([0, 10, 5], 10));

    [Fact]
    public void A_step_without_a_figure_is_a_gap() =>
        Assert.Equal("M0 1h.1M360 1h.1", MetricCurve.PathOf([3, double.NaN, 3], 3));

    [Fact]
    public void Nothing_measured_draws_nothing_and_has_no_last_figure()
    {
        Assert.Equal("", MetricCurve.PathOf([double.NaN, double.NaN], 0));
        Assert.True(double.IsNaN(MetricCurve.LastOf([double.NaN])));
        Assert.Equal(2, MetricCurve.LastOf([1, 2, double.NaN]));
        Assert.Equal(0, MetricCurve.TopOf([[double.NaN]]));
    }
}
