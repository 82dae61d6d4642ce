using System.Net.Http.Headers;

namespace EShop.Tests.Support;

/// <summary>A file in a posted form.</summary>
internal sealed record PostedFile(string Field, byte[] Content)
{
    /// <summary>Sent as it is; what no header may hold is percent-encoded.</summary>
    public string Name { get; init; } = "picture.png";

    /// <summary>Sent without saying how long it is.</summary>
    public bool IsChunked { get; init; }

    public HttpContent ToContent()
    {
        var content = new ByteArrayContent(Content);
        var isPlain = Name.All(letter => letter is >= ' ' and <= '~' and not '"');
        content.Headers.TryAddWithoutValidation(
            "Content-Disposition",
            isPlain
                ? $"form-data; name=\"{Field}\"; filename=\"{Name}\""
                : $"form-data; name=\"{Field}\"; filename=\"x\"; filename*=UTF-8''{Uri.EscapeDataString(Name)}");
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }
}
