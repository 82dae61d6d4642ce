using EShop.Core.Primitives;
using StackExchange.Redis;

namespace EShop.Core.Redis;

/// <param name="Key">What is counted, without secrets or plain addresses.</param>
/// <param name="Max">So many within any window of that length.</param>
/// <param name="Window">The length of the sliding window.</param>
internal sealed record Ceiling(string Key, int Max, TimeSpan Window);

internal enum CeilingStatus
{
    /// <summary>Redis is away: nobody knows how many there were.</summary>
    Unknown = 1,
    Reached = 2,
    Taken = 3,
}

/// <param name="Status">What became of the asking.</param>
/// <param name="Which">Index of the ceiling that was reached.</param>
/// <param name="RetryAfter">When there is room again under that one.</param>
internal sealed record CeilingResult(CeilingStatus Status, int Which, TimeSpan RetryAfter)
{
    public static CeilingResult Unknown { get; } = new(CeilingStatus.Unknown, -1, TimeSpan.Zero);
}

/// <summary>
/// Counts what may happen only so often, exactly and across all nodes: each ceiling is a sorted set of moments, and
/// one script looks at all of them and adds to all of them or to none. All keys share one hash tag, so that the
/// script also runs on a Redis cluster.
/// </summary>
public sealed class Ceilings(RedisConnection redis)
{
    private const string Prefix = "{ceilings}:";

    private const string Script = """
        local now = tonumber(ARGV[1])
        for i = 1, #KEYS do
          local max = tonumber(ARGV[1 + i * 2])
          local window = tonumber(ARGV[2 + i * 2])
          redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now - window)
          if redis.call('ZCARD', KEYS[i]) >= max then
            local oldest = redis.call('ZRANGE', KEYS[i], 0, 0, 'WITHSCORES')
            return {i, tonumber(oldest[2]) + window - now}
          end
        end
        for i = 1, #KEYS do
          redis.call('ZADD', KEYS[i], now, ARGV[2])
          redis.call('PEXPIRE', KEYS[i], tonumber(ARGV[2 + i * 2]))
        end
        return {0, 0}
        """;

    internal async Task<CeilingResult> TakeAsync(
        IReadOnlyList<Ceiling> ceilings, DateTimeOffset now, CancellationToken ct)
    {
        var keys = ceilings.Select(c => redis.Key(Prefix + c.Key)).ToArray();
        var values = new List<RedisValue> { now.ToUnixTimeMilliseconds(), RandomToken.New() };
        foreach (var ceiling in ceilings)
        {
            values.Add(ceiling.Max);
            values.Add((long)ceiling.Window.TotalMilliseconds);
        }

        try
        {
            var database = await redis.GetDatabaseAsync(ct);
            var answer = (RedisResult[])(await database.ScriptEvaluateAsync(Script, keys, [.. values]))!;
            var which = (int)answer[0] - 1;
            return which < 0
                ? new CeilingResult(CeilingStatus.Taken, which, TimeSpan.Zero)
                : new CeilingResult(CeilingStatus.Reached, which, TimeSpan.FromMilliseconds((long)answer[1]));
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return CeilingResult.Unknown;
        }
    }

    /// <summary>Looks without counting. Throws what Redis throws when it is away.</summary>
    internal async Task<bool> IsReachedAsync(Ceiling ceiling, DateTimeOffset now, CancellationToken ct) =>
        await CountAsync(ceiling, now, ct) >= ceiling.Max;

    /// <summary>How many there are in the window that ends now. Throws what Redis throws when it is away.</summary>
    internal async Task<long> CountAsync(Ceiling ceiling, DateTimeOffset now, CancellationToken ct)
    {
        var database = await redis.GetDatabaseAsync(ct);
        var since = now.ToUnixTimeMilliseconds() - (long)ceiling.Window.TotalMilliseconds;
        return await database.SortedSetLengthAsync(
            redis.Key(Prefix + ceiling.Key), since + 1, double.PositiveInfinity);
    }

    internal async Task ForgetAsync(string name, CancellationToken ct)
    {
        var database = await redis.GetDatabaseAsync(ct);
        await database.KeyDeleteAsync(redis.Key(Prefix + name));
    }
}
