using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EShop.Core.Redis;

/// <summary>
/// The one connection to Redis, opened at first use; starts the embedded server when none is configured. Public only as
/// a handle for constructors. Whoever asks is told by an exception or <see cref="IsAvailable"/> that Redis is away:
/// "somebody has it" and "cannot know" are different answers (style 20).
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan ProbeLife = TimeSpan.FromMinutes(1);

    private readonly RedisOptions _options;
    private readonly Lazy<Task<ConnectionMultiplexer>> _multiplexer;
    private EmbeddedRedis? _embedded;

    public RedisConnection(IOptions<RedisOptions> options)
    {
        _options = options.Value;
        _multiplexer = new Lazy<Task<ConnectionMultiplexer>>(ConnectAsync);
    }

    /// <summary>False while the connection is known to be down.</summary>
    internal bool IsAvailable => _multiplexer is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } task }
        && task.GetAwaiter().GetResult().IsConnected;

    internal string Prefix => _options.Prefix;

    public async ValueTask DisposeAsync()
    {
        if (_multiplexer.IsValueCreated) await (await _multiplexer.Value).DisposeAsync();
        _embedded?.Dispose();
    }

    internal async ValueTask<IDatabase> GetDatabaseAsync(CancellationToken ct) =>
        (await _multiplexer.Value.WaitAsync(ct)).GetDatabase();

    internal async ValueTask<ISubscriber> GetSubscriberAsync(CancellationToken ct) =>
        (await _multiplexer.Value.WaitAsync(ct)).GetSubscriber();

    internal RedisKey Key(string key) => _options.Prefix + key;

    /// <summary>Redis is there and says no; also a replica that only reads, to which the library sends no write.
    /// </summary>
    internal bool IsRefusal(Exception? failure) => RedisErrors.IsRefusal(failure) || (IsAvailable && failure is
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection });

    /// <summary>Opens the connection ahead of the first request and answers whether Redis is there, and takes what is
    /// written: one that is full or a replica answers a ping all the same.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        try
        {
            var database = await GetDatabaseAsync(ct);
            await database.StringSetAsync(Key("health"), "asked", ProbeLife).WaitAsync(_options.CommandTimeout, ct);
            return true;
        }
        catch (Exception error) when (RedisErrors.IsAway(error))
        {
            return false;
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync() => Task.Run(async () =>
    {
        var connection = _options.Connection;
        if (connection is null)
        {
            _embedded = EmbeddedRedis.Start();
            connection = _embedded.Connection;
        }

        var configuration = ConfigurationOptions.Parse(connection);
        var timeoutMs = (int)_options.CommandTimeout.TotalMilliseconds;
        configuration.AbortOnConnectFail = false;
        configuration.ConnectTimeout = configuration.AsyncTimeout = configuration.SyncTimeout = timeoutMs;
        // A command that cannot be sent now is refused now: waiting in a backlog would look like a slow Redis.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    });
}
