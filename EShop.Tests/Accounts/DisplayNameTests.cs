using EShop.Core.Accounts;

namespace EShop.Tests.Accounts;

public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Li\u200bLei")]
    [InlineData("\u202eieL iL")]
    [InlineData("   ")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("admin")]
    [InlineData(" ADMIN ")]
    [InlineData("客服")]
    [InlineData("Li\0Lei")]
    [InlineData("Li\nLei")]
    [InlineData("---")]
    [InlineData("\ud800")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghij1")]
    public void Abuse_9_what_is_no_name_is_refused(string? typed) => Assert.False(DisplayName.TryClean(typed, out _));

    [Theory]
    [InlineData("  Li   Lei ", "Li Lei")]
    [InlineData("李雷", "李雷")]
    [InlineData("Zoe\u0308", "Zo\u00eb")]
    [InlineData("O’Brien-Smith Jr.", "O’Brien-Smith Jr.")]
    [InlineData("नमिता", "नमिता")]
    public void Abuse_9_a_name_is_kept_in_its_plain_form(string typed, string name)
    {
        Assert.True(DisplayName.TryClean(typed, out var clean));
        Assert.Equal(name, clean);
    }
}
