using EShop.Core.Primitives;

namespace EShop.Tests.Primitives;

public sealed class MoneyTests
{
    [Fact]
    public void It_counts_in_minor_units()
    {
        Assert.Equal(new Money(300), new Money(100).Times(3));
        Assert.Equal(new Money(-50), new Money(100) - new Money(150));
        Assert.Equal(Money.Zero, new Money(5) + -new Money(5));
        Assert.True(new Money(1) > Money.Zero && new Money(-1) < Money.Zero);
        Assert.Equal((new Money(1), new Money(2)),
            (Money.Min(new Money(2), new Money(1)), Money.Max(new Money(2), new Money(1))));
    }

    [Fact]
    public void It_never_overflows_silently()
    {
        var most = new Money(long.MaxValue);
        Assert.Throws<OverflowException>(() => most + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue) - new Money(1));
        Assert.Throws<OverflowException>(() => most.Times(2));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue));
    }
}
