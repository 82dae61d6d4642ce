using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace EShop.Tests.Support;

/// <summary>The shop as it is started by hand: a process, a data folder and a port of its own. It can be killed and
/// started again on the same folder.</summary>
internal sealed class WebShop : IAsyncDisposable
{
    private const int CustomersMax = 80;

    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);
    private static readonly SharedResource<WebShop> Shared = new(() => StartAsync());
    private static readonly SharedResource<WebShop> SharedOnPostgres =
        new(() => StartAsync(options => options.Store = Store.Postgres));

    private readonly Database _database;
    private readonly string _program;
    private readonly bool _isFirstNode;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly HttpClient _http;
    private readonly SharedResource<string> _customers;
    private int _customersGiven;
    private Process? _process;

    private WebShop(Database database, Dictionary<string, string?> settings, string program, bool isFirstNode = true)
    {
        (_database, _program, _isFirstNode) = (database, program, isFirstNode);
        Settings = settings;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _customers = new(() => HttpShopper.MakeCustomersAsync(this, CustomersMax));
        _http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
    }

    public Uri Address { get; }

    public Dictionary<string, string?> Settings { get; }

    public string DataFolder => _database.Folder;

    public string? PostgresConnection => _database.PostgresConnection;

    public int ProcessId => Running.Id;

    /// <summary>Everything that it printed since its first start.</summary>
    public string Output => string.Join('\n', _output);

    public string LastOutput => string.Join('\n', _output.TakeLast(60));

    private Process Running => _process ?? throw new InvalidOperationException("The shop is not running.");

    /// <summary>One shop for all tests that only need customers of their own; stopped at the end of the run.</summary>
    public static Task<WebShop> SharedAsync(Store store = Store.Sqlite) =>
        store == Store.Postgres ? SharedOnPostgres.GetAsync() : Shared.GetAsync();

    public static async Task StopSharedAsync()
    {
        if (Shared.IsMade) await (await Shared.GetAsync()).DisposeAsync();
        if (SharedOnPostgres.IsMade) await (await SharedOnPostgres.GetAsync()).DisposeAsync();
    }

    public static async Task<WebShop> StartAsync(Action<WebShopOptions>? configure = null)
    {
        var options = new WebShopOptions();
        configure?.Invoke(options);
        var redis = options.Redis == RedisServer.Real ? Servers.Redis : null;
        var database = await Database.CreateAsync(options.Store, isMigrated: false, CancellationToken.None);
        var settings = new Dictionary<string, string?>
        {
            ["Shop:DataFolder"] = database.Folder,
            ["Storage:Postgres"] =
                database.PostgresConnection is { } postgres ? options.PostgresThrough(postgres) : null,
            ["Redis:Connection"] = redis,
            ["Redis:Prefix"] = $"w{Guid.NewGuid():N}:",
            // All visitors of a test come from one network.
            ["SignUpGuard:CodesPerNetworkHour"] = "1000",
            ["SignUpGuard:CaptchasPerNetworkMinute"] = "1000",
            ["SignUpGuard:SignInsPerNetworkMinute"] = "1000",
            ["Circuits:PerNetworkMax"] = "1000",
        };
        if (options.HasFaults) Faults.ShopFault.Prepare(settings);
        foreach (var (name, value) in options.Settings) settings[name] = value;
        var shop = new WebShop(database, settings, options.Program);
        await shop.StartAgainAsync();
        return shop;
    }

    /// <summary>Another node of this shop: the same PostgreSQL and Redis, its own port and data folder.</summary>
    public async Task<WebShop> StartNodeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(DataFolder, $"node-{Guid.NewGuid():N}")).FullName;
        var settings = new Dictionary<string, string?>(Settings) { ["Shop:DataFolder"] = folder };
        var node = new WebShop(_database, settings, _program, isFirstNode: false);
        await node.StartAgainAsync();
        return node;
    }

    /// <summary>Starts it on the folder that it left; returns when it is ready.</summary>
    public async Task StartAgainAsync()
    {
        _process = ShopProcess.StartFrom(_program, Settings, "--urls", Address.ToString().TrimEnd('/'));
        ShopProcess.ReadTo(_output, _process);
        var watch = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited) throw new InvalidOperationException($"The shop did not start:\n{Output}");
            if (watch.Elapsed > StartWithin) throw new TimeoutException($"The shop was not ready in time:\n{Output}");
            await Task.Delay(PollEvery);
        }
    }

    /// <summary>kill -9: nothing of it runs on, no handler, no finally.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await Running.WaitForExitAsync();
    }

    public bool HasDied => Running.HasExited;

    /// <summary>Ends when the shop has died by itself.</summary>
    public async Task DiedAsync()
    {
        using var patience = new CancellationTokenSource(StartWithin);
        await Running.WaitForExitAsync(patience.Token);
    }

    /// <summary>Asks it to stop (SIGTERM) and answers its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? StopWithin);
        using var terminate = Process.Start("kill", ["-TERM", Running.Id.ToString(CultureInfo.InvariantCulture)]);
        await Running.WaitForExitAsync(patience.Token);
        return Running.ExitCode;
    }

    /// <summary>A verb on this shop's data, as <c>dotnet run --project EShop.Web -- audit --json</c>.</summary>
    public async Task<VerbAnswer> RunVerbAsync(params string[] arguments)
    {
        using var verb = ShopProcess.StartFrom(_program, Settings, arguments);
        var (output, errors) = (verb.StandardOutput.ReadToEndAsync(), verb.StandardError.ReadToEndAsync());
        await verb.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new VerbAnswer(verb.ExitCode, await output, await errors);
    }

    /// <summary>A customer that no other test has: what one may do (unpaid orders, pictures) is theirs.</summary>
    public async Task<(int Number, string Password)> NewCustomerAsync()
    {
        var number = Interlocked.Increment(ref _customersGiven);
        Assert.True(number <= CustomersMax, $"More than {CustomersMax} tests want a customer of this shop.");
        return (number, await _customers.GetAsync());
    }

    /// <summary>What the picture shows, as a person would read it.</summary>
    public async Task<string> ReadCaptchaAsync(string id)
    {
        Assert.NotNull(Settings["Redis:Connection"]); // the embedded one cannot be looked into
        await using var redis = await ConnectionMultiplexer.ConnectAsync(Settings["Redis:Connection"]!);
        var text = await redis.GetDatabase().HashGetAsync($"{Settings["Redis:Prefix"]}{{captchas}}:{id}", "text");
        return text.IsNull ? throw new InvalidOperationException($"No captcha {id}.") : text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        _http.Dispose();
        if (_isFirstNode) await _database.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("/health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
        {
            return false; // nobody listens, or a slow machine took longer than one look waits
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
