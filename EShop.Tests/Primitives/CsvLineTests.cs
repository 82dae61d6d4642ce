using EShop.Core.Primitives;

namespace EShop.Tests.Primitives;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("=cmd|'/c calc'!A1")]
    [InlineData("+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(1)")]
    [InlineData("  =1+1")]
    [InlineData("\t=1")]
    [InlineData("＝1")]
    public void Abuse_59_A_cell_that_would_run_is_defused(string cell) =>
        Assert.Equal($"'{cell}\r\n", CsvLine.Of(cell));

    [Fact]
    public void Cells_are_quoted_where_they_have_to_be() => Assert.Equal(
        "a,\"b,c\",\"d \"\"e\"\"\",\"f\r\ng\",,1-2\r\n", CsvLine.Of("a", "b,c", "d \"e\"", "f\r\ng", null, "1-2"));
}
