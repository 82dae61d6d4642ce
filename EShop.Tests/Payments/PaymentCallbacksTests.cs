using System.Net;
using System.Security.Cryptography;
using System.Text;
using EShop.Tests.Support;

namespace EShop.Tests.Payments;

/// <summary>What a payment provider, or somebody who plays one, is answered over HTTP.</summary>
public sealed class PaymentCallbacksTests
{
    private const string Secret = "a secret of the sandbox that only this test knows";

    [Fact]
    public async Task A_callback_counts_by_its_signature_and_is_bounded()
    {
        await using var shop = await WebShop.StartAsync(o => o.Settings["Payments:SandboxSecret"] = Secret);
        using var http = new HttpClient { BaseAddress = shop.Address };

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(http, "nobody", "{}", SignatureOf("{}")));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, "sandbox", "{}", signature: null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(http, "sandbox", "{}", SignatureOf("{} ")));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "sandbox", "{}", SignatureOf("{}")));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "sandbox", "[1", SignatureOf("[1")));
        var stale = Callback("PAID", TimeSpan.FromHours(-2));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "sandbox", stale, SignatureOf(stale)));
        var other = Callback("OPENED", TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "sandbox", other, SignatureOf(other)));
    }

    [Theory]
    [InlineData(64 * 1024, HttpStatusCode.Unauthorized)]
    [InlineData(64 * 1024 + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_above_64_KB_is_not_read(int bytes, HttpStatusCode expected)
    {
        var shop = await WebShop.SharedAsync();
        using var http = new HttpClient { BaseAddress = shop.Address };
        Assert.Equal(expected, await PostAsync(http, "sandbox", new string(' ', bytes), signature: null));
        http.DefaultRequestHeaders.TransferEncodingChunked = true;
        Assert.Equal(expected, await PostAsync(http, "sandbox", new string(' ', bytes), signature: null));
    }

    [Fact]
    public async Task Abuse_73_who_forges_too_often_is_told_when_to_come_back_and_right_ones_still_count()
    {
        await using var shop = await WebShop.StartAsync(o =>
        {
            o.Settings["Payments:SandboxSecret"] = Secret;
            o.Settings["Payments:ForgedPerNetworkMinute"] = "2";
        });
        using var http = new HttpClient { BaseAddress = shop.Address };
        Task<HttpResponseMessage> ForgeAsync() => http.PostAsync(
            new Uri("/payments/callback/sandbox", UriKind.Relative), new StringContent("{}"),
            TestContext.Current.CancellationToken);
        for (var i = 0; i < 2; i++)
        {
            using var forged = await ForgeAsync();
            Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
            Assert.Null(forged.Headers.RetryAfter);
        }

        using var refused = await ForgeAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var right = Callback("OPENED", TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(http, "sandbox", right, SignatureOf(right)));
    }

    [Fact]
    public async Task Abuse_72_What_is_signed_and_not_to_be_read_is_refused_in_words_a_program_understands()
    {
        await using var shop = await WebShop.StartAsync(o => o.Settings["Payments:SandboxSecret"] = Secret);
        using var http = new HttpClient { BaseAddress = shop.Address };
        string[] bodies =
        [
            "", "null", "[]", "{", "\u0000", new string('[', 1_000), new string('{', 1_000),
            """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>""",
            """{"tradeId":"t","orderNumber":"n","amountMinor":-1,"currency":"CNY","status":"PAID"}""",
            """{"tradeId":"t","orderNumber":"n","amountMinor":1e40,"currency":"CNY","status":"PAID"}""",
            Callback("PAID", TimeSpan.Zero).Replace("\"t\"", $"\"{new string('t', 65)}\"", StringComparison.Ordinal),
        ];
        foreach (var body in bodies)
            Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(http, "sandbox", body, SignatureOf(body)));
        Assert.Empty(await shop.RowsAsync("select 1 from payments"));
    }

    private static async Task<HttpStatusCode> PostAsync(
        HttpClient http, string provider, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/payments/callback/{provider}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (signature is not null) request.Headers.Add("X-Signature", signature);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        if (answer.StatusCode == HttpStatusCode.OK)
            Assert.Equal("success", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return answer.StatusCode;
    }

    private static string SignatureOf(string body) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));

    private static string Callback(string status, TimeSpan age) => $$"""
        {"tradeId":"t","orderNumber":"n","amountMinor":1,"currency":"CNY","status":"{{status}}",
         "sentAt":"{{TimeProvider.System.GetUtcNow() + age:O}}"}
        """;
}
