using Bunit;
using EShop.Core.Primitives;
using EShop.Web.Widgets;

namespace EShop.Tests.Widgets;

public sealed class MoneyTextTests : WidgetTest
{
    [Theory]
    [InlineData(12800, "zh", "¥128.00")]
    [InlineData(12800, "en", "CN¥128.00")]
    [InlineData(123456789, "zh", "¥1,234,567.89")]
    [InlineData(5, "en", "CN¥0.05")]
    [InlineData(0, "zh", "¥0.00")]
    [InlineData(-1250, "zh", "−¥12.50")]
    public void An_amount_is_written_as_the_reader_writes_it(long minor, string language, string expected)
    {
        Speak(language);
        var money = Render<MoneyText>(p => p.Add(w => w.Amount, new Money(minor)));
        Assert.Equal(expected, money.Find(".money").TextContent);
    }

    [Fact]
    public void A_price_of_before_is_struck_and_said_to_be_so()
    {
        var money = Render<MoneyText>(p => p.Add(w => w.Amount, new Money(16800)).Add(w => w.Struck, true));
        Assert.Equal("Before: CN¥168.00", money.Find("s.money").TextContent);
    }
}
