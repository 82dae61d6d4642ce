using EShop.Core.Primitives;

namespace EShop.Tests.Primitives;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("a@x.com", "a@x.com")]
    [InlineData("  A.B+Tag@X.COM ", "a.b+tag@x.com")]
    [InlineData("li@例子.中国", "li@xn--fsqu00a.xn--fiqs8s")]
    [InlineData("o'neil@mail.example.co.uk", "o'neil@mail.example.co.uk")]
    public void One_mailbox_has_one_form(string typed, string canonical)
    {
        Assert.True(EmailAddress.TryParse(typed, out var address));
        Assert.Equal(canonical, address.Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a@b")]
    [InlineData("@x.com")]
    [InlineData("a@")]
    [InlineData("a@@x.com")]
    [InlineData("a@x@y.com")]
    [InlineData("a b@x.com")]
    [InlineData("a..b@x.com")]
    [InlineData(".a@x.com")]
    [InlineData("a@-x.com")]
    [InlineData("a@x..com")]
    [InlineData("a@1.2.3.4")]
    [InlineData("a@x.com\r\nBcc: b@y.com")]
    [InlineData("a@x.com\n")]
    [InlineData("\"a\"@x.com")]
    [InlineData("a<b@x.com>")]
    [InlineData("ü@x.com")]
    [InlineData("a\ud800@x.com")]
    public void Abuse_8_what_is_no_plain_address_is_refused(string? typed) =>
        Assert.False(EmailAddress.TryParse(typed, out _));

    [Fact]
    public void Abuse_8_a_long_address_is_refused()
    {
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@x.com", out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('b', 300) + ".com", out _));
    }

    [Fact]
    public void Abuse_8_a_look_alike_shows_its_true_form()
    {
        Assert.True(EmailAddress.TryParse("a@pаypal.com", out var address));
        Assert.StartsWith("xn--", address.Domain, StringComparison.Ordinal);
    }

    [Fact]
    public void The_masked_form_gives_no_mailbox_away() =>
        Assert.Equal("l***@x.com", EmailAddress.Parse("li.lei@x.com").Masked);
}
