using AngleSharp.Html.Parser;
using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Primitives;

namespace EShop.Tests.Mail;

public sealed class MailLetterTests
{
    private static readonly EmailAddress To = EmailAddress.Parse("li@example.com");
    private static readonly DateTimeOffset Expiry = new(2026, 7, 1, 2, 10, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Letters
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Built.Keys)
                foreach (var language in new[] { "en", "zh" })
                    data.Add(name, language);
            return data;
        }
    }

    private static readonly Dictionary<string, Func<MailReader, MailLetter>> Built = new()
    {
        ["SignUpCode"] = reader => AccountMails.SignUpCode(reader, "271828", Expiry),
        ["AlreadyRegistered"] = reader => AccountMails.AlreadyRegistered(reader, Expiry),
        ["ResetCode"] = reader => AccountMails.ResetCode(reader, "271828", Expiry),
        ["NotRegistered"] = reader => AccountMails.NotRegistered(reader, Expiry),
        ["PasswordChanged"] = reader => AccountMails.PasswordChanged(reader),
    };

    [Theory, MemberData(nameof(Letters))]
    public void Text_and_html_say_the_same(string name, string language)
    {
        var letter = Built[name](new MailReader(To, language));

        var page = new HtmlParser().ParseDocument(letter.ToHtml());
        var text = letter.ToText();

        Assert.Equal(letter.Subject, page.QuerySelector("h1")!.TextContent);
        Assert.Equal(language == "zh" ? "zh-Hans" : "en", page.DocumentElement.GetAttribute("lang"));
        foreach (var said in letter.Paragraphs.Append(letter.Footer))
        {
            Assert.Contains(said, page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains(said, text, StringComparison.Ordinal);
        }

        Assert.Equal(letter.Code, page.QuerySelector(".code")?.TextContent);
        Assert.Equal(letter.Code is not null, text.Contains("\r\n\r\n    271828\r\n\r\n", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Letters))]
    public void Abuse_23_no_code_stands_in_a_subject(string name, string language) =>
        Assert.DoesNotContain(Built[name](new MailReader(To, language)).Subject, char.IsAsciiDigit);

    [Fact]
    public void A_mail_loads_nothing_and_links_nowhere()
    {
        var page = new HtmlParser().ParseDocument(Built["SignUpCode"](new MailReader(To, "en")).ToHtml());
        Assert.Empty(page.QuerySelectorAll("img, a, link, script, iframe, form, [src], [href], [background]"));
        Assert.DoesNotContain("url(", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_shopper_wrote_stays_text()
    {
        var letter = new MailLetter(To, "A & B", "en", ["<b>bold</b> & \"quoted\"\nnext line"]);
        Assert.Contains("&lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot;<br>next line", letter.ToHtml(),
            StringComparison.Ordinal);
        Assert.Contains("<title>A &amp; B</title>", letter.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("<b>bold</b> & \"quoted\"\r\nnext line", letter.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello\r\nBcc: victim@example.com")]
    [InlineData("Hello\nX: y")]
    [InlineData("Hello\0")]
    [InlineData("")]
    public void Abuse_8_a_subject_that_could_begin_another_header_is_refused(string subject) =>
        Assert.Throws<ArgumentException>(() => new MailLetter(To, subject, "en", ["Text"]));

    [Theory]
    [InlineData("a@example.com\r\nBcc: victim@example.com")]
    [InlineData("a@example.com\nRCPT TO:<victim@example.com>")]
    [InlineData("a@example.com, victim@example.com")]
    [InlineData("<a@example.com> victim@example.com")]
    [InlineData("\"a b\"@example.com")]
    public void Abuse_8_an_address_that_could_become_two_is_none(string address) =>
        Assert.False(EmailAddress.TryParse(address, out _));
}
