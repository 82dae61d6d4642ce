using EShop.Core.Accounts.Passwords;
using EShop.Core.Primitives;

namespace EShop.Tests.Accounts;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("short", PasswordVerdict.TooShort)]
    [InlineData("九个汉字不够长的呢", PasswordVerdict.TooShort)]
    [InlineData("1234567890", PasswordVerdict.TooCommon)]
    [InlineData("PassWord123", PasswordVerdict.TooCommon)]
    [InlineData("sunshine2026", PasswordVerdict.TooCommon)]
    [InlineData("aaaaaaaaaaaaaaaa", PasswordVerdict.TooCommon)]
    [InlineData("lilei-12345", PasswordVerdict.TooPersonal)]
    [InlineData("Hanmeimei 19!", PasswordVerdict.TooPersonal)]
    [InlineData("myeshop-2026!", PasswordVerdict.TooPersonal)]
    [InlineData("lilei@longdomain.example", PasswordVerdict.TooPersonal)]
    [InlineData("LiLei@LongDomain.example1!", PasswordVerdict.TooPersonal)]
    [InlineData("lilei-hanmeimei-2026", PasswordVerdict.TooPersonal)]
    [InlineData("lilei bought violet boots", PasswordVerdict.Accepted)]
    [InlineData("purple tram sings", PasswordVerdict.Accepted)]
    [InlineData("          spaces  ", PasswordVerdict.Accepted)]
    [InlineData("五月的风吹过山岗上的人", PasswordVerdict.Accepted)]
    public void Abuse_7_a_password_is_judged(string password, PasswordVerdict verdict) =>
        Assert.Equal(verdict, Judge(password));

    [Fact]
    public void Abuse_6_the_longest_is_128_code_points()
    {
        var keys = string.Concat(Enumerable.Range(0x1F511, 64).Select(char.ConvertFromUtf32));
        Assert.Equal(PasswordVerdict.Accepted, Judge(keys + keys));
        Assert.Equal(PasswordVerdict.TooLong, Judge(keys + keys + "a"));
        Assert.Equal(PasswordVerdict.TooLong, Judge(new string('x', 4096)));
    }

    private static PasswordVerdict Judge(string password) => PasswordPolicy.Judge(
        new PasswordCandidate(password, EmailAddress.Parse("lilei@longdomain.example"), "Hanmeimei"));
}
