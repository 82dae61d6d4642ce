using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Garnet;

namespace EShop.Core.Redis;

/// <summary>A Redis protocol server inside the process, for a shop on one machine: the same commands, locks and scripts
/// as beyond it (principle 4). Kept small: it holds locks, captchas and counters.</summary>
internal sealed class EmbeddedRedis : IDisposable
{
    private const int PortTriesMax = 5;
    private readonly GarnetServer _server;

    private EmbeddedRedis(GarnetServer server, string connection)
    {
        _server = server;
        Connection = connection;
    }

    public string Connection { get; }

    public static EmbeddedRedis Start()
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        for (var attempt = 1; ; attempt++)
        {
            var port = FreeLoopbackPort();
            try
            {
                var server = new GarnetServer(Arguments(port, password));
                server.Start();
                return new EmbeddedRedis(server, $"127.0.0.1:{port},password={password}");
            }
            catch (Exception error) when (error is SocketException or Garnet.common.GarnetException
                && attempt < PortTriesMax)
            {
                // Somebody else took the port between our look and our bind: try another one.
            }
        }
    }

    public void Dispose() => _server.Dispose();

    private static string[] Arguments(int port, string password) =>
    [
        "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture),
        "--auth", "Password", "--password", password, "--lua", "true",
        "--memory", "16m", "--page", "256k", "--index", "256k", "-q", "true",
        "--logger-level", "Error", "--disable-console-logger", "true",
    ];

    private static int FreeLoopbackPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
