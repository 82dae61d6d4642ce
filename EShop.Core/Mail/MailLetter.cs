using System.Globalization;
using System.Resources;
using System.Text;
using EShop.Core.Primitives;

namespace EShop.Core.Mail;

/// <summary>
/// What a mail says, without its dress: short paragraphs and at most one code set large. It has no link: who is used
/// to pressing links in a shop's mails presses them in forged ones too.
/// </summary>
/// <param name="To">One mailbox.</param>
/// <param name="Subject">One line; never holds a code (abuse 23). It is also the heading of the HTML.</param>
/// <param name="Language">"en" or "zh", for the reader's screen reader and line breaking.</param>
/// <param name="Paragraphs">Plain text, in order; encoded where it becomes HTML.</param>
internal sealed record MailLetter(EmailAddress To, string Subject, string Language, IReadOnlyList<string> Paragraphs)
{
    public const int SubjectLengthMax = 200;

    private static readonly ResourceManager Words = new("EShop.Core.Mail.MailWords", typeof(MailLetter).Assembly);

    public string Subject { get; } = OneLine(Subject);

    /// <summary>Shown large between the first and the second paragraph.</summary>
    public string? Code { get; init; }

    /// <summary>After this moment the mail is not sent any more.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Under both forms: that a machine wrote it and nobody reads answers.</summary>
    public string Footer =>
        Words.GetString("Footer", CultureInfo.GetCultureInfo(Language))
        ?? throw new InvalidOperationException("The footer of mails is missing.");

    public string ToText()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Paragraphs.Count; i++)
        {
            text.Append(Paragraphs[i].ReplaceLineEndings("\r\n")).Append("\r\n\r\n");
            if (i == 0 && Code is not null)
                text.Append("    ").Append(Code).Append("\r\n\r\n");
        }

        // Two dashes and a space begin a signature: mail programs set it apart and leave it out of answers.
        return text.Append("-- \r\n").Append(MailHtml.Brand).Append("\r\n").Append(Footer).Append("\r\n").ToString();
    }

    public string ToHtml() => MailHtml.Of(this);

    /// <summary>A line break here could begin a header of somebody else's (abuse 8).</summary>
    private static string OneLine(string subject) =>
        subject.Length is > 0 and <= SubjectLengthMax && !subject.Any(char.IsControl)
            ? subject
            : throw new ArgumentException("The subject of a mail is one line.", nameof(subject));
}
