using System.Globalization;
using EShop.Core.Primitives;

namespace EShop.Tests.Primitives;

public sealed class LocalizedTextTests
{
    [Theory]
    [InlineData("Cup", "杯子", "en-GB", "Cup")]
    [InlineData("Cup", "杯子", "zh-CN", "杯子")]
    [InlineData("Cup", "杯子", "fr", "Cup")]
    [InlineData("Cup", " ", "zh", "Cup")]
    [InlineData("", "杯子", "en", "杯子")]
    [InlineData("", "", "en", "")]
    public void The_readers_language_or_else_the_other(string en, string zh, string culture, string expected) =>
        Assert.Equal(expected, new LocalizedText(en, zh).For(new CultureInfo(culture)));

    [Fact]
    public void The_empty_value_is_an_empty_text() =>
        Assert.Equal("", default(LocalizedText).For(CultureInfo.InvariantCulture));
}
