using EShop.Core.Redis;
using Medallion.Threading;
using Medallion.Threading.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EShop.Core.Locks;

/// <summary>
/// Redis distributed locks (S8). A lock orders, it does not promise: an expired lease, a paused holder or a Redis that
/// is away must lead to no wrong count (S9), so a caller goes on without one and lets the database decide.
/// </summary>
public sealed partial class ShopLocks(
    RedisConnection redis, IOptions<LockOptions> options, IOptions<RedisOptions> redisOptions, TimeProvider clock,
    LockMetrics metrics, ILogger<ShopLocks> log)
{
    /// <summary>The share of a lease that must be left when the lock is had; the rest is how long Redis may take.
    /// </summary>
    private const double MinValidity = 0.9;

    private static readonly TimeSpan BusySleepMin = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BusySleepMax = TimeSpan.FromMilliseconds(60);

    private readonly LockOptions _options = options.Value;
    private long _awayUntil = long.MinValue;

    internal LockMetrics Metrics => metrics;

    /// <summary>Asks for the lock and waits for it up to <see cref="LockOptions.Wait"/>.</summary>
    internal ValueTask<ShopLock> TakeAsync(LockKey key, CancellationToken ct) => TakeAsync(key, _options.Wait, ct);

    /// <summary>Asks once, without waiting: for jobs, which leave the work to whoever has it.</summary>
    internal ValueTask<ShopLock> TryTakeAsync(LockKey key, CancellationToken ct) => TakeAsync(key, TimeSpan.Zero, ct);

    private async ValueTask<ShopLock> TakeAsync(LockKey key, TimeSpan wait, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var taken = await TryAsync(key, wait, ct);
        metrics.Asked(key, taken.Outcome, clock.GetElapsedTime(began));
        return taken;
    }

    private async ValueTask<ShopLock> TryAsync(LockKey key, TimeSpan wait, CancellationToken ct)
    {
        if (clock.GetTimestamp() < Volatile.Read(ref _awayUntil)) return new ShopLock(LockOutcome.RedisAway, null);
        try
        {
            var database = await redis.GetDatabaseAsync(ct);
            var mutex = NewLock(database, key);
            var (handle, isKnown) = await AskAsync(mutex, ct);
            if (handle is null && isKnown && wait > TimeSpan.Zero)
            {
                handle = await mutex.TryAcquireAsync(wait, ct);
                if (handle is null) (handle, isKnown) = await AskAsync(mutex, ct);
            }

            if (handle is not null) return new ShopLock(LockOutcome.Held, () => ReleaseAsync(key, handle));
            if (isKnown && redis.IsAvailable) return new ShopLock(LockOutcome.BusyElsewhere, null);
            return GoOnWithout(key, null);
        }
        catch (Exception error) when (RedisErrors.IsAway(error))
        {
            return GoOnWithout(key, error);
        }
    }

    /// <summary>Asks once. The library says "somebody has it" as well when Redis did not answer in time; a Redis in its
    /// right mind says so at once. Half of the time is the border: at the whole of it the two answers meet.</summary>
    private async Task<(RedisDistributedLockHandle? Handle, bool IsKnown)> AskAsync(
        RedisDistributedLock mutex, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var handle = await mutex.TryAcquireAsync(TimeSpan.Zero, ct);
        return (handle, TimeProvider.System.GetElapsedTime(began) < _options.Lease * (1 - MinValidity) / 2);
    }

    private RedisDistributedLock NewLock(IDatabase database, LockKey key) =>
        new(redis.Key("lock:" + key.Name), database, o => o
            .Expiry(_options.Lease)
            .MinValidityTime(_options.Lease * MinValidity)
            .ExtensionCadence(_options.Lease / 3)
            .BusyWaitSleepTime(BusySleepMin, BusySleepMax));

    private ShopLock GoOnWithout(LockKey key, Exception? error)
    {
        var pause = (long)(redisOptions.Value.PauseAfterFailure.TotalSeconds * clock.TimestampFrequency);
        Volatile.Write(ref _awayUntil, clock.GetTimestamp() + pause);
        if (redis.IsRefusal(error)) LogRedisRefuses(error!, key.Name);
        else LogRedisAway(error, key.Name);
        return new ShopLock(LockOutcome.RedisAway, null);
    }

    private async ValueTask ReleaseAsync(LockKey key, IDistributedSynchronizationHandle handle)
    {
        var release = ReleaseQuietlyAsync(key, handle);
        try
        {
            await release.WaitAsync(_options.ReleaseWait, clock);
        }
        catch (TimeoutException)
        {
            LogReleaseSlow(key.Name);
        }
    }

    /// <summary>What was committed stays committed: a release that fails is logged, and the lease runs out.</summary>
    private async Task ReleaseQuietlyAsync(LockKey key, IDistributedSynchronizationHandle handle)
    {
        try
        {
            await handle.DisposeAsync();
        }
        catch (Exception error)
        {
            LogReleaseFailed(error, key.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away; {Key} goes on without its lock")]
    private partial void LogRedisAway(Exception? error, string key);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Redis is there and refuses (full, read-only, or another password); {Key} goes on without its lock")]
    private partial void LogRedisRefuses(Exception error, string key);

    // No warning: nobody waits for it any longer, and if it fails after all, that is one.
    [LoggerMessage(Level = LogLevel.Information,
        Message = "Letting go of {Key} takes long; it goes on in the background")]
    private partial void LogReleaseSlow(string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Letting go of {Key} failed; its lease runs out by itself")]
    private partial void LogReleaseFailed(Exception error, string key);
}
