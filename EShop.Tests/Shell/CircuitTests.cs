using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EShop.Tests.Support;
using EShop.Web.Accounts;
using EShop.Web.Shell;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Shell;

/// <summary>What can be done to circuits from outside (abuse 78 to 81).</summary>
public sealed class CircuitTests
{
    private const string Negotiate = "/_blazor/negotiate?negotiateVersion=1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Abuse_78_another_sites_page_opens_no_circuit()
    {
        var shop = await WebShop.SharedAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        using var http = new HttpClient { BaseAddress = shop.Address };
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync("https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync("null"));
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(shop.Address.GetLeftPart(UriPartial.Authority)));

        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.SetRequestHeader("Cookie", CookieOf(admin));
        var address = new UriBuilder(shop.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, Ct));
        Assert.NotEqual(WebSocketState.Open, socket.State);

        async Task<HttpStatusCode> NegotiateAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Negotiate);
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Cookie", CookieOf(admin));
            using var answer = await http.SendAsync(request, Ct);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Abuse_79_only_admins_open_circuits_and_each_a_few()
    {
        var shop = await WebShop.SharedAsync();
        using var nobody = new HttpVisitor(shop.Address);
        using var shopper = await HttpShopper.SignInAsync(shop);
        using var admin = await HttpStaff.SignInAsync(shop);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsync(Negotiate, [])).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await shopper.Visitor.PostAsync(Negotiate, [])).Status);

        var open = new List<ClientWebSocket>();
        for (var i = 0; i < CircuitDoor.PerAccountMax; i++) open.Add(await OpenAsync(shop, admin));
        Assert.All(open, socket => Assert.Equal(WebSocketState.Open, socket.State));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await admin.PostAsync(Negotiate, [])).Status);

        // One that is closed makes room for another.
        open[0].Abort();
        await Until.TrueAsync(async () => (await admin.PostAsync(Negotiate, [])).Status == HttpStatusCode.OK);
        foreach (var socket in open) socket.Dispose();
    }

    /// <summary>Not MessagePack; a call that is whole and too long; a call into a circuit that was never started.
    /// </summary>
    [Theory]
    [InlineData("nonsense"), InlineData("too long"), InlineData("no circuit")]
    public async Task Abuse_80_a_message_that_no_page_sends_ends_its_own_connection_only(string what)
    {
        var shop = await WebShop.SharedAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        using var bad = await OpenAsync(shop, admin);
        using var good = await OpenAsync(shop, admin);
        var message = what switch
        {
            "nonsense" => [.. Enumerable.Repeat((byte)0xC1, 16)], // which MessagePack never uses
            "too long" => Call("Nothing", new string('x', 40 * 1024)),
            _ => Call("BeginInvokeDotNetFromJS", "1", "EShop.Web", "Nothing", 0, "[]"),
        };

        await bad.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, Ct);

        await Until.TrueAsync(() => IsClosedAsync(bad));
        await good.SendAsync(Call("Nothing", "x"), WebSocketMessageType.Binary, endOfMessage: true, Ct);
        Assert.Contains("Nothing", await AnswerAsync(good), StringComparison.Ordinal); // that there is no such method
        Assert.Equal(WebSocketState.Open, good.State);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/admin")).Status);
    }

    [Fact]
    public async Task Abuse_81_a_circuit_that_sends_faster_than_anybody_can_is_ended()
    {
        var clock = new FakeTimeProvider();
        var heard = 0;
        var handler = new CircuitGuard(new Nobody(), clock).CreateInboundActivityHandler(_ =>
        {
            heard++;
            return Task.CompletedTask;
        });

        for (var i = 0; i < CircuitGuard.EventsMax; i++) await handler(null!);
        await Assert.ThrowsAsync<InvalidOperationException>(() => handler(null!));
        Assert.Equal(CircuitGuard.EventsMax, heard);
        clock.Advance(CircuitGuard.Span);
        await handler(null!);
        Assert.Equal(CircuitGuard.EventsMax + 1, heard);
    }

    /// <summary>A call of the hub as its protocol writes it: the length, then an array of kind, headers, number, name,
    /// arguments, streams.</summary>
    private static byte[] Call(string method, params object[] arguments)
    {
        List<byte> body = [0x96, 0x01, 0x80, .. Packed("1"), .. Packed(method), (byte)(0x90 + arguments.Length)];
        foreach (var argument in arguments) body.AddRange(Packed(argument));
        body.Add(0x90);
        var length = new List<byte>();
        var rest = body.Count;
        for (; rest > 0x7F; rest >>= 7) length.Add((byte)((rest & 0x7F) | 0x80));
        return [.. length, (byte)rest, .. body];
    }

    private static byte[] Packed(object value) => value is string text
        ? [0xDA, (byte)(text.Length >> 8), (byte)(text.Length & 0xFF), .. Encoding.ASCII.GetBytes(text)]
        : [Convert.ToByte(value, CultureInfo.InvariantCulture)];

    private static string CookieOf(HttpVisitor visitor) =>
        string.Join("; ", visitor.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));

    /// <summary>A socket as the script of the pages opens it, greeted.</summary>
    private static async Task<ClientWebSocket> OpenAsync(WebShop shop, HttpVisitor visitor)
    {
        var negotiated = await visitor.PostAsync(Negotiate, []);
        Assert.True(negotiated.Status == HttpStatusCode.OK, negotiated.Text);
        using var answer = JsonDocument.Parse(negotiated.Document.Body!.TextContent);
        var token = answer.RootElement.GetProperty("connectionToken").GetString()!;
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", CookieOf(visitor));
        var address = new UriBuilder(shop.Address)
        {
            Scheme = "ws", Path = "/_blazor", Query = $"id={Uri.EscapeDataString(token)}",
        };
        await socket.ConnectAsync(address.Uri, Ct);
        await socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text,
            endOfMessage: true, Ct);
        var greeting = await socket.ReceiveAsync(new byte[1024], Ct);
        Assert.NotEqual(WebSocketMessageType.Close, greeting.MessageType);
        return socket;
    }

    private static async Task<string> AnswerAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var answer = await socket.ReceiveAsync(buffer, Ct);
        return Encoding.UTF8.GetString(buffer, 0, answer.Count);
    }

    private static async Task<bool> IsClosedAsync(ClientWebSocket socket)
    {
        try
        {
            if (socket.State != WebSocketState.Open) return true;
            var answer = await socket.ReceiveAsync(new byte[1024], Ct);
            return answer.MessageType == WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return true; // broken off
        }
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            throw new InvalidOperationException("Not asked: this is no session of ours.");
    }
}
