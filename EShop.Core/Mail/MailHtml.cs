using System.Net;
using System.Text;

namespace EShop.Core.Mail;

/// <summary>
/// The dress of a letter. Mail programs know little: tables hold the column (Outlook on Windows has no max-width),
/// every style stands on its element, and a style sheet only adds what newer ones understand: dark mode and small
/// screens. Nothing is loaded from elsewhere, so nobody learns that a mail was opened. The colours are those of the
/// shop's theme.
/// </summary>
internal static class MailHtml
{
    public const string Brand = "EShop";

    private const string Fonts =
        "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue','PingFang SC','Microsoft YaHei',"
        + "'Noto Sans CJK SC',sans-serif;";

    private const string Table =
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"";

    private const string Dark =
        """
        .ground{background:#171513!important}
        .sheet{background:#211e1b!important;border-color:#3a352f!important}
        .ink{color:#efeae3!important}
        .soft{color:#b5aba0!important}
        .code{background:#2f2b27!important;color:#efeae3!important}
        """;

    private const string Head =
        $$"""
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
        <style>
        :root{color-scheme:light dark;supported-color-schemes:light dark}
        @media (max-width:480px){
        .around{padding:20px 12px!important}
        .sheet{padding:24px 20px!important}
        .code{font-size:28px!important;letter-spacing:5px!important}
        }
        @media (prefers-color-scheme:dark){
        {{Dark}}
        }
        </style>
        """;

    private const string ColumnBegin =
        $"""
        {Table} class="ground" style="background:#faf8f5"><tr>
        <td class="around" align="center" style="padding:40px 16px">
        <!--[if mso]>
        <table role="presentation" width="520" cellpadding="0" cellspacing="0" border="0"><tr><td>
        <![endif]-->
        {Table} style="max-width:520px;margin:0 auto">
        """;

    private const string ColumnEnd =
        """
        </table>
        <!--[if mso]></td></tr></table><![endif]-->
        </td></tr></table>
        """;

    public static string Of(MailLetter letter) => new StringBuilder()
        .Append("<!DOCTYPE html>\n<html lang=\"").Append(letter.Language == "zh" ? "zh-Hans" : letter.Language)
        .Append("\" dir=\"ltr\">\n<head>\n").Append(Head)
        .Append("\n<title>").Append(Encoded(letter.Subject)).Append("</title>\n</head>\n")
        .Append("<body class=\"ground\" style=\"margin:0;padding:0;background:#faf8f5\">\n").Append(ColumnBegin)
        .Append(Row("ink", "padding:0 4px 16px;color:#1f1c18;font-size:20px;line-height:1.3;font-weight:700", Brand))
        .Append(Row(
            "sheet", "padding:32px;background:#ffffff;border:1px solid #e4ded5;border-radius:16px", Content(letter)))
        .Append(Row("soft", "padding:16px 4px 0;color:#625b52;font-size:13px;line-height:1.5", Encoded(letter.Footer)))
        .Append('\n').Append(ColumnEnd).Append("\n</body>\n</html>\n")
        .ToString();

    private static string Content(MailLetter letter)
    {
        var html = new StringBuilder();
        html.Append("<h1 class=\"ink\" style=\"margin:0 0 16px;color:#1f1c18;font-size:20px;line-height:1.3;")
            .Append("font-weight:700\">").Append(Encoded(letter.Subject)).Append("</h1>");
        for (var i = 0; i < letter.Paragraphs.Count; i++)
        {
            var isLast = i == letter.Paragraphs.Count - 1 && (i > 0 || letter.Code is null);
            html.Append("\n<p class=\"ink\" style=\"margin:0").Append(isLast ? "" : " 0 16px")
                .Append(";color:#1f1c18;font-size:16px;line-height:1.6\">").Append(Encoded(letter.Paragraphs[i]))
                .Append("</p>");
            if (i == 0 && letter.Code is not null)
                html.Append("\n<p class=\"code\" style=\"margin:0 0 16px;padding:12px 16px;border-radius:10px;")
                    .Append("background:#f2eee8;color:#1f1c18;text-align:center;font-size:32px;line-height:1.4;")
                    .Append("font-weight:700;letter-spacing:8px\">").Append(Encoded(letter.Code)).Append("</p>");
        }

        return html.ToString();
    }

    private static string Row(string name, string style, string content) =>
        $"\n<tr><td class=\"{name}\" align=\"left\" style=\"{Fonts}{style}\">{content}</td></tr>";

    private static string Encoded(string text) =>
        WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>");
}
