using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using EShop.Core.Payments;

namespace EShop.Tests.Payments.Gateways;

/// <summary>Where a provider's callbacks arrive over HTTP: takes each as it came and answers as told.</summary>
internal sealed class CallbackBox : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<CallbackEnvelope> _callbacks = Channel.CreateUnbounded<CallbackEnvelope>();
    private readonly Func<CallbackEnvelope, Task<string>> _answer;
    private readonly Task _serving;

    public CallbackBox(Func<CallbackEnvelope, Task<string>> answer)
    {
        _answer = answer;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The next callback that came.</summary>
    public Task<CallbackEnvelope> NextAsync() =>
        _callbacks.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var envelope = new CallbackEnvelope(
            body.ToArray(), context.Request.ContentType ?? "", context.Request.Headers["X-Signature"] ?? "");
        var answer = Encoding.UTF8.GetBytes(await _answer(envelope));
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
        _callbacks.Writer.TryWrite(envelope);
    }
}
