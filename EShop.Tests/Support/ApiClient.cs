using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EShop.Tests.Support;

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Message)
{
    /// <summary>The name of a refusal; empty for anything else.</summary>
    public string Code => Text("code");

    public string? RetryAfter => Message.Headers.RetryAfter?.ToString();

    public string Text(string member) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(member, out var value) ? value.ToString() : "";

    public override string ToString() => $"{(int)Status} {Body}";
}

/// <summary>A program that uses the API: a token and no cookies.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri shop)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = shop, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HttpRequestHeaders Headers => _http.DefaultRequestHeaders;

    /// <summary>Null: nobody is signed in.</summary>
    public string? Token
    {
        get => _http.DefaultRequestHeaders.Authorization?.Parameter;
        set => _http.DefaultRequestHeaders.Authorization =
            value is null ? null : new AuthenticationHeaderValue("Bearer", value);
    }

    public async Task<ApiAnswer> SignInAsync(string email, string password, string? code = null)
    {
        var answer = await SendAsync(HttpMethod.Post, "sign-in", new { email, password, code });
        Token = answer.Status == HttpStatusCode.OK ? answer.Text("accessToken") : null;
        return answer;
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, object? body = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body, key);

    /// <param name="body">A string goes as it is.</param>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/{path}", UriKind.Relative));
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (body is not null)
            request.Content = body is string text
                ? new StringContent(text, Encoding.UTF8, "application/json")
                : JsonContent.Create(body);
        return await SendAsync(request);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        var message = await _http.SendAsync(request, Ct);
        var text = await message.Content.ReadAsStringAsync(Ct);
        var isJson = message.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new ApiAnswer(
            message.StatusCode, isJson ? JsonSerializer.Deserialize<JsonElement>(text) : default, message);
    }

    public void Dispose() => _http.Dispose();
}
