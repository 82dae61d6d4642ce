using EShop.Core.Accounts.Captchas;
using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using StackExchange.Redis;

namespace EShop.Core.Accounts.Guard;

/// <summary>What the guard of signing up counts. The numbers stand in Redis for two days: never change one.</summary>
public enum GuardEvent
{
    CaptchaShown = 1,

    /// <summary>Too many pictures for one network.</summary>
    CaptchaRefused = 2,
    CaptchaSolved = 3,
    CaptchaFailed = 4,
    CodeSent = 5,

    /// <summary>Too many codes for one mail address.</summary>
    CodeRefusedForAddress = 6,
    CodeRefusedFromNetwork = 7,

    /// <summary>The shop's mail budget for the hour is used up.</summary>
    CodeRefusedForShop = 8,
}

/// <summary>
/// Counts per hour, and per hour and neighbourhood (/24, /48): no address of a person or of a mailbox. Counting is one
/// script that nobody waits for, and costs a flood no memory: an hour keeps the busiest neighbourhoods only, the least
/// busy one makes room for a new one (and hands on its rank, so that a newcomer is not put out at once).
/// </summary>
public sealed class GuardCounts(RedisConnection redis)
{
    /// <summary>How many hours back can be looked at.</summary>
    public const int HoursMax = 48;

    internal const int NetworksMax = 300;

    private const string Prefix = "{guard}:";

    private const string Script = """
        redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
        if not redis.call('ZSCORE', KEYS[2], ARGV[2])
          and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[3]) then
          local least = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
          redis.call('ZREM', KEYS[2], least[1])
          for event = 1, tonumber(ARGV[4]) do redis.call('HDEL', KEYS[3], least[1] .. ' ' .. event) end
          redis.call('ZADD', KEYS[2], least[2], ARGV[2])
        end
        redis.call('ZINCRBY', KEYS[2], 1, ARGV[2])
        redis.call('HINCRBY', KEYS[3], ARGV[2] .. ' ' .. ARGV[1], 1)
        for i = 1, 3 do redis.call('PEXPIRE', KEYS[i], ARGV[5]) end
        return 1
        """;

    private static readonly TimeSpan Life = TimeSpan.FromHours(HoursMax + 1);
    private static readonly int Events = Enum.GetValues<GuardEvent>().Length;

    /// <summary>Sent and not waited for; lost when Redis is away: no visitor is refused for the sake of a count.
    /// </summary>
    internal async Task CountAsync(
        GuardEvent what, NetworkAddress network, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var database = await redis.GetDatabaseAsync(ct);
            await database.ScriptEvaluateAsync(
                Script, KeysOf(HourOf(now)),
                [(int)what, network.Coarse, NetworksMax, Events, (long)Life.TotalMilliseconds],
                CommandFlags.FireAndForget);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            // Then the page of the guard says so itself.
        }
    }

    internal Task CountAsync(
        CaptchaIssueStatus status, NetworkAddress network, DateTimeOffset now, CancellationToken ct) => status switch
    {
        CaptchaIssueStatus.Issued => CountAsync(GuardEvent.CaptchaShown, network, now, ct),
        CaptchaIssueStatus.TooMany => CountAsync(GuardEvent.CaptchaRefused, network, now, ct),
        CaptchaIssueStatus.TryAgainShortly => Task.CompletedTask,
        _ => throw new InvalidOperationException("Unknown captcha status."),
    };

    internal Task CountAsync(
        CaptchaStatus status, NetworkAddress network, DateTimeOffset now, CancellationToken ct) => status switch
    {
        CaptchaStatus.Right => CountAsync(GuardEvent.CaptchaSolved, network, now, ct),
        CaptchaStatus.Wrong => CountAsync(GuardEvent.CaptchaFailed, network, now, ct),
        CaptchaStatus.TryAgainShortly => Task.CompletedTask,
        _ => throw new InvalidOperationException("Unknown captcha status."),
    };

    internal Task CountAsync(
        IssueStatus status, NetworkAddress network, DateTimeOffset now, CancellationToken ct) => status switch
    {
        IssueStatus.Issued => CountAsync(GuardEvent.CodeSent, network, now, ct),
        IssueStatus.TooManyForAddress => CountAsync(GuardEvent.CodeRefusedForAddress, network, now, ct),
        IssueStatus.TooManyFromNetwork => CountAsync(GuardEvent.CodeRefusedFromNetwork, network, now, ct),
        IssueStatus.TooManyForShop => CountAsync(GuardEvent.CodeRefusedForShop, network, now, ct),
        IssueStatus.TryAgainShortly => Task.CompletedTask,
        _ => throw new InvalidOperationException("Unknown code status."),
    };

    /// <summary>The last hours, the present one first. Throws what Redis throws when it is away.</summary>
    internal async Task<IReadOnlyList<GuardHour>> ReadAsync(int hours, DateTimeOffset now, CancellationToken ct)
    {
        var database = await redis.GetDatabaseAsync(ct);
        return await Task.WhenAll(Enumerable.Range(0, hours).Select(back => ReadHourAsync(HourOf(now) - back)));

        async Task<GuardHour> ReadHourAsync(long hour)
        {
            var keys = KeysOf(hour);
            var (totals, details) = (database.HashGetAllAsync(keys[0]), database.HashGetAllAsync(keys[2]));
            return GuardHour.Of(DateTimeOffset.UnixEpoch.AddHours(hour), await totals, await details);
        }
    }

    private static long HourOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / 3600;

    private RedisKey[] KeysOf(long hour) =>
    [
        redis.Key($"{Prefix}{hour}:totals"), redis.Key($"{Prefix}{hour}:networks"), redis.Key($"{Prefix}{hour}:events"),
    ];
}
