using EShop.Web.Health;

namespace EShop.Tests.Health;

public sealed class IdleRuleTests
{
    [Fact]
    public void Memory_is_given_back_once_after_a_busy_time_and_never_in_it()
    {
        var rule = new IdleRule(0);
        var allocated = 0L;

        bool LookAfter(long bytes) => rule.IsTime(allocated += bytes);

        Assert.False(LookAfter(IdleRule.WorthBytes)); // it is busy
        Assert.False(LookAfter(IdleRule.QuietBytes)); // it still is
        Assert.True(LookAfter(IdleRule.QuietBytes - 1));
        Assert.False(LookAfter(0)); // once
        Assert.False(LookAfter(IdleRule.QuietBytes - 1)); // there is little to gain
        Assert.False(LookAfter(IdleRule.WorthBytes));
        Assert.True(LookAfter(0));
    }
}
