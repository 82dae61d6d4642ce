using System.Net;
using System.Text;
using EShop.Core.Primitives;

namespace EShop.Core.Mail;

/// <summary>
/// What a mail says, without its dress: short paragraphs, at most one code set large, at most one link. Rendered as
/// plain text and as HTML that needs no pictures and nothing from elsewhere.
/// </summary>
/// <param name="To">One mailbox.</param>
/// <param name="Subject">One line; never holds a code (abuse 23).</param>
/// <param name="Language">"en" or "zh", for the reader's screen reader and line breaking.</param>
/// <param name="Paragraphs">Plain text, in order.</param>
internal sealed record MailLetter(EmailAddress To, string Subject, string Language, IReadOnlyList<string> Paragraphs)
{
    /// <summary>Shown large between the first and the second paragraph.</summary>
    public string? Code { get; init; }

    /// <summary>After this moment the mail is not sent any more.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public string ToText()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Paragraphs.Count; i++)
        {
            text.Append(Paragraphs[i]).Append("\r\n\r\n");
            if (i == 0 && Code is not null)
                text.Append("    ").Append(Code).Append("\r\n\r\n");
        }

        return text.ToString();
    }

    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html lang=\"").Append(Language).Append("\"><head><meta charset=\"utf-8\">")
            .Append("<title>").Append(WebUtility.HtmlEncode(Subject)).Append("</title></head>")
            .Append("<body style=\"margin:0;padding:24px;background:#f6f3ee;color:#24211d;")
            .Append("font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif\">")
            .Append("<div style=\"max-width:520px;margin:0 auto;padding:32px;background:#fff;border-radius:16px\">");
        for (var i = 0; i < Paragraphs.Count; i++)
        {
            html.Append("<p style=\"margin:0 0 16px\">").Append(WebUtility.HtmlEncode(Paragraphs[i])).Append("</p>");
            if (i == 0 && Code is not null)
                html.Append("<p style=\"margin:0 0 16px;font-size:32px;font-weight:700;letter-spacing:8px\">")
                    .Append(WebUtility.HtmlEncode(Code)).Append("</p>");
        }

        return html.Append("</div></body></html>").ToString();
    }
}
