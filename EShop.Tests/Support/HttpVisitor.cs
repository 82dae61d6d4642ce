using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace EShop.Tests.Support;

/// <summary>A page as plain HTTP brought it.</summary>
internal sealed record HttpPage(HttpStatusCode Status, Uri Address, IHtmlDocument Document)
{
    public string Path => Address.AbsolutePath;

    /// <summary>The same page as if another node had shown it: its form goes there.</summary>
    public HttpPage At(WebShop node) => this with { Address = new Uri(node.Address, Address.PathAndQuery) };

    /// <summary>As the server sent it, or nearly so.</summary>
    public string Source => Document.DocumentElement.OuterHtml;

    /// <summary>What a reader would read, for messages of failed tests.</summary>
    public string Text => (Document.QuerySelector("main") ?? Document.Body)?.TextContent.Trim() ?? "";
}

/// <summary>Somebody without script: gets pages, fills forms and posts them as a browser would, with cookies of their
/// own. For tests that need many visitors at once.</summary>
internal sealed class HttpVisitor : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public HttpVisitor(Uri shop, string language = "en")
    {
        var handler = new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = true };
        _http = new HttpClient(handler) { BaseAddress = shop, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    /// <summary>As a proxy in front says it.</summary>
    public void ComeFrom(string address) => _http.DefaultRequestHeaders.Add("X-Forwarded-For", address);

    /// <summary>As a browser does: what goes wrong is answered by a page, too.</summary>
    public void AskForPages() => _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");

    public async Task<HttpPage> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(answer);
    }

    public async Task<HttpPage> GetAsync(Uri address)
    {
        using var answer = await _http.GetAsync(address);
        return await ReadAsync(answer);
    }

    /// <summary>Posts the form at <paramref name="selector"/> with what stands in it, overlaid by
    /// <paramref name="fields"/>; follows the redirect.</summary>
    public async Task<HttpPage> SubmitAsync(HttpPage page, string selector, Dictionary<string, string> fields)
    {
        var form = page.Document.QuerySelector(selector) as IHtmlFormElement
            ?? throw new InvalidOperationException($"No form '{selector}' at {page.Address}:\n{page.Text}");
        var values = Standing(form);
        foreach (var (name, value) in fields) values[name] = value;
        using var content = ContentOf(form, values);
        using var answer = await _http.PostAsync(new Uri(page.Address, form.GetAttribute("action") ?? ""), content);
        return await ReadAsync(answer);
    }

    public async Task SignInAsync(string email, string password)
    {
        var answer = await SubmitAsync(await GetAsync("/sign-in"), "form:has(input[name='Form.Password'])", new()
        {
            ["Form.Email"] = email,
            ["Form.Password"] = password,
        });
        Assert.True(answer.Path != "/sign-in", answer.Text);
    }

    /// <summary>Comes with a cookie that a test has made, as a header says it.</summary>
    public void Take(string cookie)
    {
        var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..]);
        _cookies.Add(_http.BaseAddress!, new Cookie(name, value));
    }

    /// <summary>Posts fields, wherever a form would have sent them.</summary>
    public async Task<HttpPage> PostAsync(string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await ReadAsync(answer);
    }

    /// <summary>As <see cref="SubmitAsync"/>, with a file in the form.</summary>
    public async Task<HttpPage> UploadAsync(
        HttpPage page, string selector, Dictionary<string, string> fields, PostedFile file)
    {
        var form = page.Document.QuerySelector(selector) as IHtmlFormElement
            ?? throw new InvalidOperationException($"No form '{selector}' at {page.Address}:\n{page.Text}");
        var values = Standing(form);
        foreach (var (name, value) in fields) values[name] = value;
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in values) content.Add(new StringContent(value), name);
        content.Add(file.ToContent());
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(page.Address, form.GetAttribute("action") ?? ""));
        request.Content = content;
        request.Headers.TransferEncodingChunked = file.IsChunked ? true : null;
        // As a browser would hear a refusal while it still sends.
        request.Headers.ExpectContinue = true;
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await _http.SendAsync(request);
        return await ReadAsync(answer);
    }

    /// <summary>What a browser needs to go on as the same visitor.</summary>
    public IEnumerable<Cookie> Cookies => _cookies.GetAllCookies();

    public void Dispose() => _http.Dispose();

    private static HttpContent ContentOf(IHtmlFormElement form, Dictionary<string, string> values)
    {
        if (form.Enctype != "multipart/form-data") return new FormUrlEncodedContent(values);
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in values) parts.Add(new StringContent(value), $"\"{name}\"");
        return parts;
    }

    /// <summary>What a browser would send of it, without a button.</summary>
    public static Dictionary<string, string> Standing(IHtmlFormElement form)
    {
        var values = new Dictionary<string, string>();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name) continue;
            if (element is IHtmlInputElement input)
            {
                if (input.Type is "submit" or "button" or "file") continue;
                if (input.Type is "checkbox" or "radio" && !input.IsChecked) continue;
                values[name] = input.Value;
            }
            else if (element is IHtmlSelectElement select) values[name] = select.Value ?? "";
            else if (element is IHtmlTextAreaElement text) values[name] = text.Value;
        }
        return values;
    }

    private static async Task<HttpPage> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        var document = await new HtmlParser().ParseDocumentAsync(html);
        return new HttpPage(answer.StatusCode, answer.RequestMessage!.RequestUri!, document);
    }
}
