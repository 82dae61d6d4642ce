using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace EShop.Tests.Support;

/// <summary>A wire between the shop and a server (Redis, PostgreSQL, SMTP, S3) that can be made slow, dumb or dead: a
/// TCP proxy on a free loopback port. Faults apply to connections that are open and to those that come.</summary>
internal sealed class FaultyWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly (string Host, int Port) _server;
    private readonly ConcurrentDictionary<Link, Task> _links = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _open = NewOpen();

    private FaultyWire((string Host, int Port) server)
    {
        _server = server;
        _open.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Each piece of data takes so much longer, in each direction.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>True: new connections are refused by closing them at once.</summary>
    public bool IsDown { get; private set; }

    /// <summary>What happens when something is asked for; null: all passes.</summary>
    public Tripwire? Tripwire { get; set; }

    /// <summary>How many connections were made through it.</summary>
    public int Connections { get; private set; }

    public static FaultyWire To(string host, int port) => new((host, port));

    /// <summary>A wire before the Redis at <paramref name="connection"/>, and the way through it.</summary>
    public static (FaultyWire Wire, string Connection) BeforeRedis(string connection)
    {
        var parts = connection.Split(',');
        var address = parts[0].Split(':');
        var wire = To(address[0], int.Parse(address[1], CultureInfo.InvariantCulture));
        return (wire, string.Join(',', [$"127.0.0.1:{wire.Port}", .. parts[1..]]));
    }

    /// <summary>A wire before the PostgreSQL at <paramref name="connection"/>, and the way through it.</summary>
    public static (FaultyWire Wire, string Connection) BeforePostgres(string connection)
    {
        var way = new NpgsqlConnectionStringBuilder(connection);
        var wire = To(way.Host!, way.Port);
        (way.Host, way.Port) = ("127.0.0.1", wire.Port);
        return (wire, way.ToString());
    }

    /// <summary>The server has gone: open connections end, new ones are closed at once.</summary>
    public void TakeDown()
    {
        IsDown = true;
        Cut(isReset: false);
    }

    public void BringUp() => IsDown = false;

    /// <summary>Nothing comes through any more, and nobody is told: connections stay open and silent.</summary>
    public void Swallow() => _open = NewOpen();

    /// <summary>What was held back since <see cref="Swallow"/> goes on its way.</summary>
    public void LetThrough() => _open.TrySetResult();

    /// <summary>Open connections are reset in the middle of what they say; new ones work.</summary>
    public void Reset() => Cut(isReset: true);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        _open.TrySetResult();
        Cut(isReset: true);
        await _accepting;
        await Task.WhenAll(_links.Values);
        _ended.Dispose();
    }

    private static TaskCompletionSource NewOpen() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Cut(bool isReset)
    {
        foreach (var link in _links.Keys) link.Cut(isReset);
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                Connections++;
                if (IsDown) client.Dispose();
                else Join(client);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // The end of the test, or a visitor who hung up before being let in.
            }
        }
    }

    private void Join(TcpClient client)
    {
        var link = new Link(client, new TcpClient());
        _links[link] = RunAsync(link);
        if (IsDown) link.Cut(isReset: false); // taken down in between
    }

    private async Task RunAsync(Link link)
    {
        await Task.Yield();
        try
        {
            await link.Server.ConnectAsync(_server.Host, _server.Port);
            await Task.WhenAny(
                CarryAsync(link, (link.Client.Client, link.Server.Client)),
                CarryAsync(link, (link.Server.Client, link.Client.Client)));
        }
        catch (SocketException)
        {
            // The server is not there: the visitor meets a closed connection.
        }
        finally
        {
            link.Cut(isReset: false);
            _links.TryRemove(link, out _);
        }
    }

    private async Task CarryAsync(Link link, (Socket From, Socket To) ends)
    {
        var (from, to) = ends;
        var buffer = new byte[64 * 1024];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (Latency > TimeSpan.Zero) await Task.Delay(Latency, _ended.Token);
                await _open.Task;
                if (!await PassesAsync(link, from == link.Client.Client, buffer.AsMemory(0, count))) break;
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Cut by one side or by the test.
        }
    }

    /// <summary>False: the connection is to be cut instead.</summary>
    private async Task<bool> PassesAsync(Link link, bool isRequest, ReadOnlyMemory<byte> data)
    {
        if (!isRequest) return !link.LosesAnswer;
        if (Tripwire is not { } trip || !trip.IsTouchedBy(link, data.Span)) return true;
        await trip.ActAsync();
        link.LosesAnswer = trip.Loses == Lost.Answer;
        return trip.Loses != Lost.Request;
    }

    private sealed record Link(TcpClient Client, TcpClient Server)
    {
        /// <summary>The server does what it was asked to, and nobody learns of it.</summary>
        public bool LosesAnswer { get; set; }

        public void Cut(bool isReset)
        {
            foreach (var end in new[] { Client, Server })
            {
                if (isReset) CloseResets(end.Client);
                end.Dispose();
            }
        }

        /// <summary>Lingering for no time at all makes the close a reset. Its own end may come at the same moment: then
        /// there is nothing to reset any more.</summary>
        private static void CloseResets(Socket? socket)
        {
            try
            {
                if (socket is { Connected: true }) socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // It ended between the look and the deed.
            }
        }
    }
}
