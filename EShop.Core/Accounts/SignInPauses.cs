using EShop.Core.Redis;
using StackExchange.Redis;

namespace EShop.Core.Accounts;

/// <summary>
/// The growing pause between tries at one password: five are free, then each further one waits, 5 minutes first and
/// twice as long each time, an hour at most, a day after a hundred. It is counted by what was typed, so an address
/// without an account is paused alike; it forgets after a quarter of an hour, or a day once a pause was due. One script
/// takes the try and tells the wait, so of a hundred tries at once five go on.
/// </summary>
public sealed class SignInPauses(RedisConnection redis)
{
    internal const int FreeTries = 5, ManyTries = 100;
    internal static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(5);
    internal static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private static readonly TimeSpan ShortMemory = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongMemory = TimeSpan.FromDays(1);

    private const string Prefix = "{sign-ins}:";

    private const string Script = """
        local now, free, many = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local first, longest = tonumber(ARGV[4]), tonumber(ARGV[5])
        local brief, long = tonumber(ARGV[6]), tonumber(ARGV[7])
        local row = redis.call('HMGET', KEYS[1], 'tries', 'opens', 'last')
        local tries, opens, last = tonumber(row[1] or '0'), tonumber(row[2] or '0'), tonumber(row[3] or '0')
        if opens > now then return opens - now end
        local memory = brief
        if tries >= free then memory = long end
        if now - last >= memory then tries = 0 end
        tries = tries + 1
        opens = 0
        memory = brief
        if tries >= free then
          memory = long
          local pause = first
          for i = free + 1, math.min(tries, free + 10) do pause = pause * 2 end
          if pause > longest then pause = longest end
          if tries >= many then pause = long end
          opens = now + pause
        end
        redis.call('HSET', KEYS[1], 'tries', string.format('%.0f', tries),
          'opens', string.format('%.0f', opens), 'last', string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[1], string.format('%.0f', memory))
        return 0
        """;

    /// <summary>Zero: the try may go on, and is counted. Throws what Redis throws when it is away.</summary>
    internal async Task<TimeSpan> TakeAsync(string name, DateTimeOffset now, CancellationToken ct)
    {
        var database = await redis.GetDatabaseAsync(ct);
        var wait = await database.ScriptEvaluateAsync(
            Script,
            [redis.Key(Prefix + name)],
            [
                now.ToUnixTimeMilliseconds(), FreeTries, ManyTries, (long)FirstPause.TotalMilliseconds,
                (long)LongestPause.TotalMilliseconds, (long)ShortMemory.TotalMilliseconds,
                (long)LongMemory.TotalMilliseconds,
            ]);
        return TimeSpan.FromMilliseconds((long)wait);
    }

    internal async Task ForgetAsync(string name, CancellationToken ct)
    {
        var database = await redis.GetDatabaseAsync(ct);
        await database.KeyDeleteAsync(redis.Key(Prefix + name));
    }
}
