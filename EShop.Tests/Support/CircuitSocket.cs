using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;

namespace EShop.Tests.Support;

/// <summary>The socket of a management page, as the framework's script opens it: negotiated, connected, greeted.
/// </summary>
internal sealed class CircuitSocket : IDisposable
{
    public const string Negotiate = "/_blazor/negotiate?negotiateVersion=1";

    private const string Marker = "Blazor:";

    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket;
    private int _calls;

    private CircuitSocket(ClientWebSocket socket) => _socket = socket;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public WebSocketState State => _socket.State;

    public static string CookieOf(HttpVisitor visitor) =>
        string.Join("; ", visitor.Cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));

    /// <param name="from">What the proxy in front says of where it comes from; null: there is none.</param>
    public static async Task<CircuitSocket> OpenAsync(WebShop shop, HttpVisitor visitor, string? from = null)
    {
        var negotiated = await visitor.PostAsync(Negotiate, []);
        Assert.True(negotiated.Status == HttpStatusCode.OK, $"{negotiated.Status} {negotiated.Text}");
        using var answer = JsonDocument.Parse(negotiated.Document.Body!.TextContent);
        var token = answer.RootElement.GetProperty("connectionToken").GetString()!;
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", CookieOf(visitor));
        if (from is not null) socket.Options.SetRequestHeader("X-Forwarded-For", from);
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
        return new CircuitSocket(socket);
    }

    /// <summary>Starts the page's circuit with the first component that the page marks, and waits until it is drawn.
    /// </summary>
    public async Task StartAsync(HttpPage page)
    {
        var root = new Uri(page.Address, "/").AbsoluteUri;
        await SendAsync(Call("StartCircuit", root, page.Address.AbsoluteUri, "[]", ""));
        var marker = page.Document.Descendants<IComment>().Select(comment => comment.Data)
            .First(text => text.StartsWith(Marker + "{\"type\":\"server\"", StringComparison.Ordinal))[Marker.Length..];
        var add = $$"""
            {"batchId":1,"operations":[{"type":"add","ssrComponentId":1,"marker":{{marker}}}]}
            """;
        await SendAsync(Call("UpdateRootComponents", add, ""));
        await HearAsync("JS.RenderBatch");
    }

    public Task SendAsync(byte[] message) =>
        _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, Ct);

    /// <summary>Reads on until a message holds the words; answers that message.</summary>
    public async Task<string> HearAsync(string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(HeardWithin);
        while (true)
        {
            var (text, isEnd) = await ReadAsync(patience.Token);
            if (text.Contains(words, StringComparison.Ordinal)) return text;
            Assert.False(isEnd, $"The socket ended before it said {words}.");
        }
    }

    /// <summary>Reads on until the other side ends it.</summary>
    public async Task EndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(HeardWithin);
        while (!(await ReadAsync(patience.Token)).IsEnd)
        {
            // What it still had to say.
        }
    }

    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    /// <summary>A call of the hub as its protocol writes it: the length, then an array of kind, headers, number, name,
    /// arguments, streams.</summary>
    public byte[] Call(string method, params object[] arguments)
    {
        var number = $"{++_calls}";
        List<byte> body = [0x96, 0x01, 0x80, .. Packed(number), .. Packed(method), (byte)(0x90 + arguments.Length)];
        foreach (var argument in arguments) body.AddRange(Packed(argument));
        body.Add(0x90);
        var length = new List<byte>();
        var rest = body.Count;
        for (; rest > 0x7F; rest >>= 7) length.Add((byte)((rest & 0x7F) | 0x80));
        return [.. length, (byte)rest, .. body];
    }

    private async Task<(string Text, bool IsEnd)> ReadAsync(CancellationToken ct)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var part = await _socket.ReceiveAsync(buffer, ct);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    // As a browser does, before its page hears of it.
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
                    break;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage) return (Encoding.UTF8.GetString(message.ToArray()), false);
            }
        }
        catch (WebSocketException)
        {
            // Broken off.
        }

        return ("", true);
    }

    private static byte[] Packed(object value) => value is string text
        ? [0xDA, (byte)(Encoding.UTF8.GetByteCount(text) >> 8), (byte)(Encoding.UTF8.GetByteCount(text) & 0xFF),
            .. Encoding.UTF8.GetBytes(text)]
        : [Convert.ToByte(value, CultureInfo.InvariantCulture)];
}
