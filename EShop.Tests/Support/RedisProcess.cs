using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace EShop.Tests.Support;

/// <summary>A Redis of one test, which may be killed and started again on its port.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly int _port = FreePort();
    private Process? _process;

    public string Connection => $"127.0.0.1:{_port}";

    public static async Task<RedisProcess> StartAsync()
    {
        var redis = new RedisProcess();
        await redis.StartAgainAsync();
        return redis;
    }

    /// <summary>Empty, as after a loss of its memory.</summary>
    public async Task StartAgainAsync()
    {
        var port = _port.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Until.TrueAsync(async () =>
        {
            try
            {
                await using var probe = await ConnectionMultiplexer.ConnectAsync(Connection);
                return probe.IsConnected;
            }
            catch (RedisConnectionException)
            {
                return false;
            }
        });
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
