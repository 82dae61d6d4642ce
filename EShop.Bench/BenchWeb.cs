using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using EShop.Core.Primitives;

namespace EShop.Bench;

/// <summary>The whole shop as a process of its own, on a folder of its own, for benches over HTTP.</summary>
internal sealed class BenchWeb : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("eshop-bench-").FullName;
    private readonly Process _process;

    private BenchWeb(BenchParts parts, IReadOnlyDictionary<string, string> settings)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Program(), "--urls", Address.ToString().TrimEnd('/')])
        {
            WorkingDirectory = Path.GetDirectoryName(Program()), RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development"; // cookies over plain HTTP
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Shop__DataFolder"] = _folder;
        start.Environment["Storage__Postgres"] = parts.Postgres;
        start.Environment["Redis__Connection"] = parts.Redis;
        start.Environment["Redis__Prefix"] = $"bench-{RandomToken.New()}:";
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("'dotnet' did not start.");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public Uri Address { get; }

    public string MailFolder => Path.Combine(_folder, "mail");

    public long RssMiB => Read(process => process.WorkingSet64);

    /// <summary>Since it was started.</summary>
    public long PeakRssMiB => Read(process => process.PeakWorkingSet64);

    public static async Task<BenchWeb> StartAsync(BenchParts parts, IReadOnlyDictionary<string, string> settings)
    {
        var web = new BenchWeb(parts, settings);
        using var http = new HttpClient { BaseAddress = web.Address };
        var watch = Stopwatch.StartNew();
        while (!await IsReadyAsync(http))
        {
            if (web._process.HasExited || watch.Elapsed > StartWithin)
                throw new InvalidOperationException("The shop did not start; is EShop.Web built?");
            await Task.Delay(100);
        }

        return web;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private long Read(Func<Process, long> what)
    {
        _process.Refresh();
        return what(_process) / (1024 * 1024);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Program() => typeof(BenchWeb).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "WebProgram").Value!;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
