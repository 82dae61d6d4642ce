using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using Garnet;
using Garnet.server;
using Garnet.server.Auth.Settings;
using Tsavorite.core;

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
        // Garnet's timers use it some seconds later, on a thread where a failed load ends the process: there may be no
        // file handle left by then (fault F45).
        Assembly.Load("HdrHistogram");
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        for (var attempt = 1; ; attempt++)
        {
            var port = FreeLoopbackPort();
            try
            {
                var server = new GarnetServer(Options(port, password));
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

    // Built, not parsed from a command line: reading 150 options by reflection took a fifth of the shop's start.
    private static GarnetServerOptions Options(int port, string password) => new()
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        AuthSettings = new PasswordAuthenticationSettings(password),
        EnableLua = true,
        LuaOptions = new LuaOptions(),
        LogMemorySize = "16m",
        PageSize = "256k",
        IndexMemorySize = "256k",
        QuietMode = true,
        DeviceFactoryCreator = new LocalStorageNamedDeviceFactoryCreator(),
    };

    private static int FreeLoopbackPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
