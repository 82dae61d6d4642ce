using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EShop.Tests.Support;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EShop.Tests.Messaging;

/// <summary>A real RabbitMQ (rabbitmq.sh beside this file) with a folder of its own, which outlives stops and kills.
/// </summary>
internal sealed class RabbitServer : IAsyncDisposable
{
    private static readonly TimeSpan CommandWithin = TimeSpan.FromMinutes(5);
    private static readonly SharedResource<RabbitServer> One = new(StartAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("eshop-rabbit-").FullName;
    private readonly Process _script;

    private RabbitServer()
    {
        var ports = FreePorts();
        Port = int.Parse(ports[0], CultureInfo.InvariantCulture);
        var script = Path.Combine(Repository.Root, "EShop.Tests", "Messaging", "rabbitmq.sh");
        _script = Process.Start(new ProcessStartInfo("bash", [script, Servers.RabbitMq, _folder, .. ports])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("'bash' did not start.");
    }

    public int Port { get; }

    public string Address => AddressAt(Port);

    /// <summary>One for all tests that leave it alone; stopped at the end of the run.</summary>
    public static Task<RabbitServer> SharedAsync() => One.GetAsync();

    public static async Task StopSharedAsync()
    {
        if (One.IsMade) await (await One.GetAsync()).DisposeAsync();
    }

    public static async Task<RabbitServer> StartAsync()
    {
        var server = new RabbitServer();
        await server.StartAgainAsync();
        return server;
    }

    public static string AddressAt(int port) => $"amqp://guest:guest@127.0.0.1:{port}/";

    /// <summary>At the port and with the messages that it had.</summary>
    public async Task StartAgainAsync()
    {
        await TellAsync("start");
        // The port is open a little before it lets anybody in.
        await Until.TrueAsync(async () =>
        {
            try
            {
                await using var connection = await ConnectAsync();
                return true;
            }
            catch (BrokerUnreachableException)
            {
                return false;
            }
        });
    }

    public Task StopAsync() => TellAsync("stop");

    /// <summary>kill -9.</summary>
    public Task KillAsync() => TellAsync("kill");

    public Task<IConnection> ConnectAsync() =>
        new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _script.StandardInput.Close(); // it ends with its input
        await _script.WaitForExitAsync();
        _script.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task TellAsync(string command)
    {
        await _script.StandardInput.WriteLineAsync(command);
        await _script.StandardInput.FlushAsync();
        var answer = await _script.StandardOutput.ReadLineAsync().WaitAsync(CommandWithin);
        if (answer != command) throw new InvalidOperationException($"RabbitMQ did not {command}: {answer}");
    }

    private static string[] FreePorts()
    {
        TcpListener[] probes = [.. Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var probe in probes) probe.Start();
        string[] ports = [.. probes.Select(probe => (IPEndPoint)probe.LocalEndpoint)
            .Select(end => end.Port.ToString(CultureInfo.InvariantCulture))];
        foreach (var probe in probes) probe.Dispose();
        return ports;
    }
}
