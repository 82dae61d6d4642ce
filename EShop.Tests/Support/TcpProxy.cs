using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EShop.Tests.Support;

/// <summary>Stands between the shop and a server and makes the network ill, as it is told before a connection is made.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _target;
    private readonly Task _accepting;

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers are never passed on.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The last byte of what is answered is another one.</summary>
    public bool SpoilsAnswers { get; set; }

    /// <summary>So many bytes of answers, then the connection is cut.</summary>
    public int AnswerBytesMax { get; set; } = int.MaxValue;

    /// <summary>So many bytes of requests, then the connection is cut.</summary>
    public int RequestBytesMax { get; set; } = int.MaxValue;

    /// <summary>The request reaches the server and its answer nobody; judged by how a request begins.</summary>
    public Func<string, bool> Holds { get; set; } = _ => false;

    /// <summary>Ends when the answer to a held request has come.</summary>
    public Task HeldAsync() => _held.Task.WaitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                var connection = new Connection();
                await Task.WhenAny(
                    PassRequestsAsync(connection, client.GetStream(), server.GetStream()),
                    PassAnswersAsync(connection, server.GetStream(), client.GetStream()));
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException)
            {
                // The test is over, or the server is down: the client sees a closed connection.
            }
        }
    }

    private async Task PassRequestsAsync(Connection connection, NetworkStream from, NetworkStream to)
    {
        var passed = 0;
        await PassAsync(from, to, bytes =>
        {
            if (Holds(Encoding.Latin1.GetString(bytes.Span))) connection.IsHeld = true;
            var rest = Math.Min(bytes.Length, RequestBytesMax - passed);
            passed += rest;
            return bytes[..rest];
        });
    }

    private async Task PassAnswersAsync(Connection connection, NetworkStream from, NetworkStream to)
    {
        var passed = 0;
        await PassAsync(from, to, bytes =>
        {
            if (connection.IsHeld) _held.TrySetResult();
            if (IsSilent || connection.IsHeld) return null;
            if (SpoilsAnswers && bytes.Span[^1] != '\n') bytes.Span[^1] ^= 1;
            var rest = Math.Min(bytes.Length, AnswerBytesMax - passed);
            passed += rest;
            return bytes[..rest];
        });
    }

    /// <summary>Null swallows; less than there was cuts the connection.</summary>
    private async Task PassAsync(NetworkStream from, NetworkStream to, Func<Memory<byte>, Memory<byte>?> change)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
            {
                var changed = change(buffer.AsMemory(0, read));
                if (changed is not { } rest) continue;
                await to.WriteAsync(rest, _stop.Token);
                if (rest.Length < read) return;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One end went away, and so the other does.
        }
    }

    private sealed class Connection
    {
        public bool IsHeld { get; set; }
    }
}
