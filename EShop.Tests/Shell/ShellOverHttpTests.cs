using System.Net;
using EShop.Tests.Support;

namespace EShop.Tests.Shell;

/// <summary>What every answer carries, and the two switches that work on every page without script.</summary>
public sealed class ShellOverHttpTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/no-such-page")]
    [InlineData("/theme.css")]
    [InlineData("/css/base.css")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var visitor = await StartAsync();
        using var answer = await visitor.GetAsync(path, TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Single(answer.Headers.GetValues("Referrer-Policy"));
        Assert.Single(answer.Headers.GetValues("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/error/403", HttpStatusCode.Forbidden)]
    [InlineData("/error/429", HttpStatusCode.TooManyRequests)]
    [InlineData("/error/500", HttpStatusCode.InternalServerError)]
    [InlineData("/error/200", HttpStatusCode.NotFound)]
    [InlineData("/not-found", HttpStatusCode.NotFound)]
    public async Task A_failure_page_that_is_visited_answers_with_its_own_status(string path, HttpStatusCode expected)
    {
        using var visitor = await StartAsync();
        using var answer = await visitor.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("zh-TW,zh;q=0.9,en;q=0.5", "zh-CN")]
    [InlineData("de,en-GB;q=0.8", "en")]
    [InlineData("fr", "en")]
    public async Task The_language_follows_the_browser(string accepted, string expected)
    {
        using var visitor = await StartAsync();
        visitor.DefaultRequestHeaders.Add("Accept-Language", accepted);
        Assert.Contains($"<html lang=\"{expected}\"", await HomeAsync(visitor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_stays_as_picked()
    {
        using var visitor = await StartAsync();
        visitor.DefaultRequestHeaders.Add("Accept-Language", "en");
        using var answer = await PickAsync(visitor, "language", "zh", back: "/search?q=1");
        Assert.EndsWith("/search?q=1", answer.RequestMessage!.RequestUri!.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\"", await HomeAsync(visitor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_palette_stays_as_picked()
    {
        using var visitor = await StartAsync();
        Assert.DoesNotContain("data-theme", await HomeAsync(visitor), StringComparison.Ordinal);
        (await PickAsync(visitor, "theme", "dark", back: "/")).Dispose();
        Assert.Contains("data-theme=\"dark\"", await HomeAsync(visitor), StringComparison.Ordinal);
        (await PickAsync(visitor, "theme", "auto", back: "//evil.example")).Dispose();
        Assert.DoesNotContain("data-theme", await HomeAsync(visitor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_site_cannot_switch_anything()
    {
        using var visitor = await StartAsync();
        visitor.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await PickAsync(visitor, "theme", "dark", back: "/");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("data-theme", await HomeAsync(visitor), StringComparison.Ordinal);
    }

    private static async Task<HttpClient> StartAsync()
    {
        var shop = await WebShop.SharedAsync();
        return new HttpClient { BaseAddress = shop.Address };
    }

    private static Task<string> HomeAsync(HttpClient visitor) =>
        visitor.GetStringAsync("/", TestContext.Current.CancellationToken);

    private static Task<HttpResponseMessage> PickAsync(HttpClient visitor, string what, string value, string back) =>
        visitor.PostAsync($"/preferences/{what}",
            new FormUrlEncodedContent(new Dictionary<string, string> { [what] = value, ["back"] = back }),
            TestContext.Current.CancellationToken);
}
