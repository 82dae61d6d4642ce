using EShop.Core.Accounts.SecondFactor;

namespace EShop.Tests.Accounts.SecondFactor;

public sealed class TotpTests
{
    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Key, seconds / 30));

    [Fact]
    public void A_clock_half_a_minute_off_is_forgiven_and_a_whole_one_is_not()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = Totp.StepOf(now);
        Assert.Equal(
            new long?[] { null, step - 1, step, step + 1, null },
            Enumerable.Range(-2, 5).Select(off => Totp.StepOf(Totp.CodeAt(Key, step + off), Key, now)));
        Assert.Null(Totp.StepOf("", Key, now));
        Assert.Null(Totp.StepOf("١٢٣٤٥٦", Key, now));
    }

    // RFC 4648, section 10, without padding.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Keys_are_written_as_the_standard_says(string text, string written) =>
        Assert.Equal(written, Base32.Encode(System.Text.Encoding.UTF8.GetBytes(text)));
}
