using Bunit;
using EShop.Web.Widgets;

namespace EShop.Tests.Widgets;

public sealed class AddressTextTests : WidgetTest
{
    [Theory]
    [InlineData("Zhejiang, Hangzhou", "1 Lakeside Road", "310000", "Zhejiang, Hangzhou, 1 Lakeside Road, 310000")]
    [InlineData("浙江省 杭州市", "湖滨路 1 号", "310000", "浙江省 杭州市 湖滨路 1 号 310000")]
    [InlineData("Zhejiang, Hangzhou", "1 Lakeside Road", "", "Zhejiang, Hangzhou, 1 Lakeside Road")]
    public void The_parts_are_told_apart(string region, string line, string postalCode, string expected)
    {
        var address = Render<AddressText>(p => p
            .Add(w => w.Region, region).Add(w => w.Line, line).Add(w => w.PostalCode, postalCode));
        Assert.Equal(expected, address.Markup.Trim());
    }
}
