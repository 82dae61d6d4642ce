using System.Net;
using AngleSharp.Html.Parser;
using EShop.Tests.Support;

namespace EShop.Tests.Shell;

/// <summary>A shop as it stands on the internet: not in Development, behind a proxy that ends TLS. The proxy is the
/// test itself: it says by headers where a visitor comes from and that they came by https.</summary>
internal static class SafeShop
{
    public const string Host = "shop.example";

    private static readonly SharedResource<WebShop> Shared = new(() => WebShop.StartAsync(options =>
    {
        options.Settings["ASPNETCORE_ENVIRONMENT"] = "Production";
        options.Settings["Payments:AllowSandbox"] = "true";
        options.Settings["Shop:PublicUrl"] = $"https://{Host}";
        options.Settings["Shop:SecurityContact"] = "mailto:security@shop.example";
        options.Settings["Proxy:Addresses"] = "127.0.0.1, ::1";
    }));

    public static Task<WebShop> SharedAsync() => Shared.GetAsync();

    public static async Task StopAsync()
    {
        if (Shared.IsMade) await (await Shared.GetAsync()).DisposeAsync();
    }

    /// <summary>A connection without cookies and redirects of its own, so that a test sees what is sent.</summary>
    public static HttpClient Connect(WebShop shop) => new(
        new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = shop.Address };

    public static HttpRequestMessage Ask(
        HttpMethod method, string path, string host = Host, string? scheme = "https", string? from = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Host = host;
        request.Headers.Accept.ParseAdd("text/html");
        if (scheme is not null) request.Headers.Add("X-Forwarded-Proto", scheme);
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        return request;
    }

    /// <summary>Signs in; answers the cookies that were set, by their name.</summary>
    public static async Task<IReadOnlyList<SetCookie>> SignInAsync(
        HttpClient http, (string Email, string Password) who, string? from = null)
    {
        using var page = await http.SendAsync(Ask(HttpMethod.Get, "/sign-in", from: from));
        var cookies = SetCookie.Of(page);
        var html = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var form = html.QuerySelector("form:has(input[name='Form.Password'])")!;
        var fields = form.QuerySelectorAll("input[name]")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        (fields["Form.Email"], fields["Form.Password"]) = who;
        using var post = Ask(HttpMethod.Post, "/sign-in", from: from);
        post.Content = new FormUrlEncodedContent(fields);
        post.Headers.Add("Cookie", SetCookie.HeaderOf(cookies));
        using var answer = await http.SendAsync(post);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return [.. cookies, .. SetCookie.Of(answer)];
    }
}

/// <summary>One <c>Set-Cookie</c> as it was sent.</summary>
internal sealed record SetCookie(string Name, string Value, IReadOnlyDictionary<string, string> Attributes)
{
    public static IReadOnlyList<SetCookie> Of(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var lines) ? [.. lines.Select(Parse)] : [];

    public static string HeaderOf(IEnumerable<SetCookie> cookies) =>
        string.Join("; ", cookies.Where(c => c.Value.Length > 0).GroupBy(c => c.Name)
            .Select(g => $"{g.Key}={g.Last().Value}"));

    private static SetCookie Parse(string line)
    {
        var parts = line.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = Halves(parts[0]);
        return new SetCookie(name, value, parts[1..].Select(Halves).ToDictionary(
            half => half.Name, half => half.Value, StringComparer.OrdinalIgnoreCase));
    }

    private static (string Name, string Value) Halves(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}
