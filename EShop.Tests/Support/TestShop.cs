using EShop.Core;
using EShop.Core.Books;
using EShop.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Support;

/// <summary>The whole core of a shop for one test: a database of its own, its own keys in Redis, a clock that stands
/// still until the test moves it. No job runs by itself: the test calls the use case behind it.</summary>
internal sealed class TestShop : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 2, 0, 0, TimeSpan.Zero);
    private readonly TestShopOptions _options;
    private readonly IConfiguration _configuration;
    private readonly Database _database;
    private readonly List<ServiceProvider> _nodes = [];
    private readonly ServiceProvider _services;

    private TestShop(
        TestShopOptions options, Dictionary<string, string?> settings, Database database, FakeTimeProvider clock)
    {
        _options = options;
        Settings = settings;
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _database = database;
        Clock = clock;
        _services = StartNode(clock);
    }

    public FakeTimeProvider Clock { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public string DataFolder => _database.Folder;

    /// <summary>What it was configured with, for another host of the same shop.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; }

    public string? PostgresConnection => _database.PostgresConnection;

    public static async Task<TestShop> CreateAsync(Store store, Action<TestShopOptions>? configure = null)
    {
        var options = new TestShopOptions();
        configure?.Invoke(options);
        var redis = await TestRun.ConnectionToAsync(options.Redis);
        var database = await Database.CreateAsync(store, options.IsMigrated, TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string?>
        {
            ["Shop:DataFolder"] = database.Folder,
            ["Storage:Postgres"] = database.PostgresConnection,
            ["Redis:Connection"] = redis,
            ["Redis:Prefix"] = $"t{Guid.NewGuid():N}:",
        };
        foreach (var (name, value) in options.Settings) settings[name] = value;
        return new TestShop(options, settings, database, new FakeTimeProvider(Start));
    }

    /// <summary>A use case, or any other service of the core.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The judge of every race and fault: all lines of the books hold, and none is open for longer than it
    /// may be.</summary>
    public async Task AuditAsync()
    {
        var books = await Get<CheckBooks>().ExecuteAsync(
            new CheckBooksRequest(IsSaved: false), TestContext.Current.CancellationToken);
        Assert.Equal([], books.Lines.Where(line => !line.IsOk)
            .Select(line => $"{line.Name}: {line.OffenderCount} broken: {string.Join(", ", line.Offenders)}"));
    }

    /// <summary>Another node of the same shop: same database, Redis and clock, its own lines and connections.</summary>
    /// <param name="settings">Settings of its own, over the shop's.</param>
    public Node SecondNode(params (string Name, string? Value)[] settings) => new(StartNode(Clock, settings));

    /// <summary>Another node whose clock goes differently.</summary>
    public Node SecondNode(TimeProvider clock) => new(StartNode(clock));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ServiceProvider StartNode(TimeProvider clock, params (string Name, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddConfiguration(_configuration)
            .AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => s.Value)).Build();
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddShopCore(configuration);
        services.RemoveAll<IHostedService>(); // no job runs by itself
        services.ConfigureDbContext<SqliteShopDbContext>(Inject);
        services.ConfigureDbContext<PostgresShopDbContext>(Inject);
        _options.Services(services);
        var node = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        _nodes.Add(node);
        return node;
    }

    private void Inject(DbContextOptionsBuilder builder) => builder.AddInterceptors(_options.Interceptors);

    internal sealed class Node(ServiceProvider services)
    {
        public T Get<T>() where T : notnull => services.GetRequiredService<T>();
    }
}
