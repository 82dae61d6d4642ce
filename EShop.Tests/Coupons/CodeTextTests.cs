using EShop.Core.Coupons;

namespace EShop.Tests.Coupons;

public sealed class CodeTextTests
{
    [Theory]
    [InlineData("HELLO10")]
    [InlineData("hello10")]
    [InlineData("  Hello 10 ")]
    [InlineData("HE-LLO-10")]
    [InlineData("HELLO–10")]
    [InlineData("ＨＥＬＬＯ１０")]
    [InlineData("HELL0IO")]
    [InlineData("he11olo")]
    public void What_a_person_types_is_read_as_the_same_code(string typed) =>
        Assert.Equal("HE11010", CodeText.KeyOf(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("A1-")]
    [InlineData("ABCDEFGHJKMNPQRSTVWXY")]
    [InlineData("HELLO_😀")]
    [InlineData("SUMMER'; DROP")]
    [InlineData("\0\0\0\0\0")]
    [InlineData("ÄÖÜÄ")]
    public void What_is_no_code_is_told_before_anything_is_looked_up(string? typed) =>
        Assert.Null(CodeText.KeyOf(typed));

    [Fact]
    public void A_new_code_reads_as_itself_and_no_two_are_the_same()
    {
        var codes = Enumerable.Range(0, 1_000).Select(_ => CodeText.New()).ToList();
        Assert.Equal(1_000, codes.Select(CodeText.KeyOf).Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^([2-9A-HJKMNP-TV-Z]{5}-){2}[2-9A-HJKMNP-TV-Z]{4}$", code));
        Assert.All(codes, code => Assert.Equal(code.Replace("-", "", StringComparison.Ordinal), CodeText.KeyOf(code)));
    }
}
