using System.Net;
using System.Net.WebSockets;
using EShop.Core;
using EShop.Tests.Support;
using EShop.Web.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Shell;

/// <summary>What can be done to circuits from outside (abuse 78 to 81).</summary>
public sealed class CircuitTests
{
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
        socket.Options.SetRequestHeader("Cookie", CircuitSocket.CookieOf(admin));
        var address = new UriBuilder(shop.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, Ct));
        Assert.NotEqual(WebSocketState.Open, socket.State);

        async Task<HttpStatusCode> NegotiateAsync(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, CircuitSocket.Negotiate);
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Cookie", CircuitSocket.CookieOf(admin));
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
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsync(CircuitSocket.Negotiate, [])).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await shopper.Visitor.PostAsync(CircuitSocket.Negotiate, [])).Status);

        var open = new List<CircuitSocket>();
        while (open.Count < new CircuitLimits().PerAccountMax) open.Add(await CircuitSocket.OpenAsync(shop, admin));
        Assert.All(open, socket => Assert.Equal(WebSocketState.Open, socket.State));
        Assert.Equal(HttpStatusCode.TooManyRequests, await NegotiateAsync(admin));

        // One that is closed makes room for another.
        open[0].Abort();
        await Until.TrueAsync(async () => await NegotiateAsync(admin) == HttpStatusCode.OK);
        foreach (var socket in open) socket.Dispose();
    }

    [Fact]
    public async Task Abuse_79_one_network_and_the_whole_shop_have_a_bound_too()
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["Proxy:Addresses"] = "127.0.0.1, ::1";
            options.Settings["Circuits:PerNetworkMax"] = "3";
            options.Settings["Circuits:Max"] = "4";
        });
        using var first = await HttpStaff.SignInAsync(shop);
        using var second = await HttpStaff.SignInAsync(shop);
        const string office = "198.51.100.7", home = "198.51.100.8";
        var open = new List<CircuitSocket>();
        first.ComeFrom(office);
        for (var i = 0; i < 3; i++) open.Add(await CircuitSocket.OpenAsync(shop, first, office));
        Assert.Equal(HttpStatusCode.TooManyRequests, await NegotiateAsync(first));

        // Who comes from elsewhere is let in, until the shop is full.
        second.ComeFrom(home);
        open.Add(await CircuitSocket.OpenAsync(shop, second, home));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await NegotiateAsync(second));

        open[0].Abort();
        await Until.TrueAsync(async () => await NegotiateAsync(second) == HttpStatusCode.OK);
        open.Add(await CircuitSocket.OpenAsync(shop, second, home));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await NegotiateAsync(second));
        Assert.All(open.Skip(1), socket => Assert.Equal(WebSocketState.Open, socket.State));
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
        using var bad = await CircuitSocket.OpenAsync(shop, admin);
        using var good = await CircuitSocket.OpenAsync(shop, admin);

        await bad.SendAsync(what switch
        {
            "nonsense" => [.. Enumerable.Repeat((byte)0xC1, 16)], // which MessagePack never uses
            "too long" => bad.Call("Nothing", new string('x', 40 * 1024)),
            _ => bad.Call("BeginInvokeDotNetFromJS", "1", "EShop.Web", "Nothing", 0, "[]"),
        });

        await bad.EndAsync();
        await good.SendAsync(good.Call("Nothing", "x"));
        await good.HearAsync("Nothing"); // that there is no such method
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

    [Fact]
    public async Task Abuse_81_a_socket_that_sends_faster_than_anybody_can_is_ended_and_others_go_on()
    {
        var shop = await WebShop.SharedAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        using var bad = await CircuitSocket.OpenAsync(shop, admin);
        using var good = await CircuitSocket.OpenAsync(shop, admin);
        await bad.StartAsync(await admin.GetAsync("/admin"));
        await good.StartAsync(await admin.GetAsync("/admin"));

        var end = bad.EndAsync();
        try
        {
            for (var i = 0; i < 20 * CircuitGuard.EventsMax && !end.IsCompleted; i++) await bad.SendAsync(Click(bad));
        }
        catch (WebSocketException)
        {
            // It was cut off in the middle of a message.
        }

        await end;
        await good.SendAsync(Click(good));
        await good.HearAsync("JS.EndInvokeDotNet");
        Assert.Equal(WebSocketState.Open, good.State);

        // What a click is, too: a call into the circuit; of this name there is nothing.
        static byte[] Click(CircuitSocket socket) =>
            socket.Call("BeginInvokeDotNetFromJS", "1", "EShop.Web", "Nothing", 0, "[]");
    }

    private static async Task<HttpStatusCode> NegotiateAsync(HttpVisitor visitor) =>
        (await visitor.PostAsync(CircuitSocket.Negotiate, [])).Status;

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            throw new InvalidOperationException("Not asked: this is no session of ours.");
    }
}
