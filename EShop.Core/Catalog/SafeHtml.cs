using Ganss.Xss;

namespace EShop.Core.Catalog;

/// <summary>Descriptions come from files and forms and are rendered as HTML: only harmless text marks get through, no
/// script, style, picture, frame or form, and links only to https.</summary>
internal static class SafeHtml
{
    private static readonly string[] Tags =
    [
        "p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "strong", "em", "b", "i", "u", "s", "small", "sub", "sup",
        "h2", "h3", "h4", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "caption", "a", "span", "div",
    ];

    private static readonly string[] DroppedWithContent =
        ["script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "title", "textarea"];

    // Its settings are never changed after this, so that it may be shared between threads.
    private static readonly HtmlSanitizer Sanitizer = Make();

    public static string Clean(string html) => Sanitizer.Sanitize(html).Trim();

    private static HtmlSanitizer Make()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "colspan", "rowspan"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["https"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        })
        {
            KeepChildNodes = true,
        };
        sanitizer.RemovingTag += (_, e) =>
        {
            if (DroppedWithContent.Contains(e.Tag.LocalName, StringComparer.OrdinalIgnoreCase)) e.Tag.InnerHtml = "";
        };
        sanitizer.FilterUrl += (_, e) =>
        {
            // A relative address would lead into the shop; a description has no business there.
            var isSafe = e.OriginalUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
            e.SanitizedUrl = isSafe ? e.SanitizedUrl : null;
        };
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is AngleSharp.Dom.IElement { LocalName: "a" } link)
                link.SetAttribute("rel", "nofollow noopener noreferrer");
        };
        return sanitizer;
    }
}
