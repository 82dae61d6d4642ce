using System.Net;
using EShop.Tests.Support;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Http;

namespace EShop.Tests.Shell;

/// <summary>Transport, cookies and headers of a shop that is not in Development (abuse 74 to 78).</summary>
public sealed class SafeShopTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("shop.example.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("SHOP.example:443", HttpStatusCode.OK)]
    [InlineData("localhost", HttpStatusCode.OK)]
    public async Task Abuse_74_only_the_shops_own_host_is_answered(string host, HttpStatusCode expected)
    {
        using var http = SafeShop.Connect(await SafeShop.SharedAsync());
        using var answer = await http.SendAsync(SafeShop.Ask(HttpMethod.Get, "/sign-in", host), Ct);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Abuse_74_the_configured_proxy_says_where_somebody_comes_from_and_nobody_else_does()
    {
        var behind = await SafeShop.SharedAsync();
        using var http = SafeShop.Connect(behind);
        var cookies = await SafeShop.SignInAsync(http, await HttpStaff.MakeAdminAsync(behind), from: "198.51.100.9");
        Assert.NotEmpty(cookies);
        Assert.Contains("198.51.100.*", await NetworksAsync(behind));

        // The development shop has no proxy configured.
        var open = await WebShop.SharedAsync();
        using var direct = SafeShop.Connect(open);
        await SafeShop.SignInAsync(direct, await HttpStaff.MakeAdminAsync(open), from: "198.51.100.77");
        var networks = await NetworksAsync(open);
        Assert.Contains("127.0.0.*", networks);
        Assert.DoesNotContain("198.51.100.*", networks);
    }

    [Theory]
    [InlineData("/cart?q=1", HttpStatusCode.PermanentRedirect, "https://shop.example/cart?q=1")]
    [InlineData("//evil.example/x", HttpStatusCode.PermanentRedirect, "https://shop.example//evil.example/x")]
    [InlineData("/payments/callback/sandbox", HttpStatusCode.BadRequest, null)]
    [InlineData("/health/live", HttpStatusCode.OK, null)]
    public async Task Abuse_75_http_is_sent_to_https_and_programs_are_told_no(
        string path, HttpStatusCode expected, string? location)
    {
        using var http = SafeShop.Connect(await SafeShop.SharedAsync());
        using var request = SafeShop.Ask(HttpMethod.Get, "/", scheme: null);
        request.RequestUri = new Uri(http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal((expected, location), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Abuse_76_every_cookie_is_bound_to_the_host_and_out_of_reach_of_scripts()
    {
        var shop = await SafeShop.SharedAsync();
        using var http = SafeShop.Connect(shop);
        var cookies = (await SafeShop.SignInAsync(http, await HttpStaff.MakeAdminAsync(shop))).ToList();
        foreach (var path in new[] { "/", "/sign-up", "/forgotten-password", "/cart", "/no-such-page" })
        {
            using var page = await http.SendAsync(SafeShop.Ask(HttpMethod.Get, path), Ct);
            cookies.AddRange(SetCookie.Of(page));
        }

        foreach (var choice in new[] { "theme", "language" })
        {
            using var post = SafeShop.Ask(HttpMethod.Post, $"/preferences/{choice}");
            post.Content = new FormUrlEncodedContent(new Dictionary<string, string> { [choice] = "zh" });
            using var answer = await http.SendAsync(post, Ct);
            cookies.AddRange(SetCookie.Of(answer));
        }

        var names = cookies.Select(c => c.Name).ToHashSet();
        Assert.Subset(names, new HashSet<string>(
            ["__Host-form", "__Host-lang", "__Host-session", "__Host-theme", "__Host-visitor"]));
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie.Name, StringComparison.Ordinal);
            Assert.Contains("Secure", cookie.Attributes.Keys, StringComparer.OrdinalIgnoreCase);
            Assert.Contains("HttpOnly", cookie.Attributes.Keys, StringComparer.OrdinalIgnoreCase);
            Assert.Equal("/", cookie.Attributes["path"]);
            Assert.DoesNotContain("domain", cookie.Attributes.Keys, StringComparer.OrdinalIgnoreCase);
            Assert.Contains(cookie.Attributes["samesite"], new[] { "lax", "strict" }, StringComparer.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData(true, SameSiteMode.Strict)]
    [InlineData(false, SameSiteMode.Lax)]
    public void Abuse_76_an_admins_session_is_sent_for_no_other_sites_link(bool isAdmin, SameSiteMode expected)
    {
        var context = new DefaultHttpContext();
        SessionCookie.SetStrict(context, isAdmin);
        Assert.Equal(expected, new SessionCookie(isDevelopment: false).Build(context).SameSite);
    }

    [Theory]
    [InlineData("GET", "/", "shop.example")]
    [InlineData("GET", "/account", "shop.example")]
    [InlineData("GET", "/no-such-page", "shop.example")]
    [InlineData("GET", "/no-such.css", "shop.example")]
    [InlineData("GET", "/css/base.css", "shop.example")]
    [InlineData("GET", "/theme.css", "shop.example")]
    [InlineData("GET", "/js/site.js", "shop.example")]
    [InlineData("GET", "/avatars/0123/512.webp", "shop.example")]
    [InlineData("GET", "/health/ready", "shop.example")]
    [InlineData("GET", "/.well-known/security.txt", "shop.example")]
    [InlineData("GET", "/", "evil.example")]
    [InlineData("POST", "/sign-in", "shop.example")]
    [InlineData("POST", "/payments/callback/sandbox", "shop.example")]
    [InlineData("DELETE", "/cart", "shop.example")]
    [InlineData("GET", "/search?q=%00", "shop.example")]
    public async Task Abuse_77_every_answer_carries_the_security_headers(string method, string path, string host)
    {
        using var http = SafeShop.Connect(await SafeShop.SharedAsync());
        using var answer = await http.SendAsync(SafeShop.Ask(new HttpMethod(method), path, host), Ct);
        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
        Assert.Contains("default-src", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Equal("max-age=31536000; includeSubDomains", Header("Strict-Transport-Security"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.NotEmpty(Header("Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Server"));

        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
    }

    [Theory]
    [InlineData("/forgotten-password")]
    [InlineData("/sign-up")]
    public async Task Abuse_77_pages_with_codes_tell_nobody_where_a_visitor_comes_from(string path)
    {
        using var http = SafeShop.Connect(await SafeShop.SharedAsync());
        using var answer = await http.SendAsync(SafeShop.Ask(HttpMethod.Get, path), Ct);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("/account")]
    [InlineData("/account/sessions")]
    [InlineData("/orders")]
    [InlineData("/")]
    public async Task V14_what_somebody_sees_who_is_signed_in_is_kept_by_no_cache(string path)
    {
        var shop = await SafeShop.SharedAsync();
        using var http = SafeShop.Connect(shop);
        var cookies = await SafeShop.SignInAsync(http, await HttpStaff.MakeAdminAsync(shop));
        using var request = SafeShop.Ask(HttpMethod.Get, path);
        request.Headers.Add("Cookie", SetCookie.HeaderOf(cookies));
        using var answer = await http.SendAsync(request, Ct);
        Assert.True(answer.Headers.CacheControl?.NoStore, $"{answer.StatusCode} {answer.Headers.CacheControl}");
    }

    [Fact]
    public async Task Who_finds_a_hole_is_told_whom_to_tell()
    {
        using var http = SafeShop.Connect(await SafeShop.SharedAsync());
        using var answer = await http.SendAsync(SafeShop.Ask(HttpMethod.Get, "/.well-known/security.txt"), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.StartsWith("Contact: mailto:security@shop.example\n", text, StringComparison.Ordinal);
        Assert.Contains("\nExpires: ", text, StringComparison.Ordinal);
        Assert.Contains("Canonical: https://shop.example/.well-known/security.txt", text, StringComparison.Ordinal);
    }

    private static async Task<List<string>> NetworksAsync(WebShop shop) =>
        [.. (await shop.RowsAsync("select network from account_sessions")).Select(row => row[0])];
}
