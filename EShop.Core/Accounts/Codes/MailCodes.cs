using System.Globalization;
using System.Security.Cryptography;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EShop.Core.Accounts.Codes;

internal enum CodePurpose
{
    SignUp = 1,
    ResetPassword = 2,
    ChangeEmail = 3,
}

internal enum IssueStatus
{
    /// <summary>Redis is away: no code is better than codes without a ceiling.</summary>
    TryAgainShortly = 1,
    TooManyForAddress = 2,
    TooManyFromNetwork = 3,
    TooManyForShop = 4,
    Issued = 5,
}

internal enum CodeStatus
{
    TryAgainShortly = 1,

    /// <summary>No code, an expired or used one, or one that another visitor asked for.</summary>
    NotLive = 2,

    /// <summary>Too many wrong tries; the code is void.</summary>
    Void = 3,
    Wrong = 4,
    Right = 5,
}

/// <param name="Purpose">A code for one purpose opens nothing else.</param>
/// <param name="Email">Where it is sent.</param>
/// <param name="Visitor">The browser that asked for it: only its tries count, so nobody can use up another's.</param>
internal sealed record CodeSubject(CodePurpose Purpose, EmailAddress Email, string Visitor);

internal sealed record IssuedCode(IssueStatus Status, string Code, TimeSpan RetryAfter);

/// <summary>
/// Six-digit codes that are sent by mail. Redis holds only a keyed hash, one per purpose and address; asking again
/// replaces it. Issuing is bounded per address, per network and for the shop; checking is one script, so that of
/// twenty right answers at once one wins.
/// </summary>
public sealed class MailCodes(
    RedisConnection redis, Ceilings ceilings, CodeKey key, IOptions<SignUpGuardOptions> settings)
{
    private const int CodeMax = 1_000_000;
    private const string Prefix = "{codes}:";

    private const string CheckScript = """
        local code = redis.call('HMGET', KEYS[1], 'hash', 'visitor', 'expires', 'tries')
        if not code[1] or code[2] ~= ARGV[2] or tonumber(code[3]) <= tonumber(ARGV[3]) then return 2 end
        if code[1] == ARGV[1] then
          if ARGV[5] == '1' then redis.call('DEL', KEYS[1]) end
          return 5
        end
        local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
        if tries >= tonumber(ARGV[4]) then
          redis.call('DEL', KEYS[1])
          return 3
        end
        return 4
        """;

    private readonly SignUpGuardOptions _options = settings.Value;

    internal async Task<IssuedCode> IssueAsync(
        CodeSubject subject, NetworkAddress network, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var taken = await ceilings.TakeAsync(await CeilingsOfAsync(subject, network, ct), now, ct);
            if (taken.Status != CeilingStatus.Taken)
                return new IssuedCode(StatusOf(taken), "", taken.RetryAfter);
            var code = RandomNumberGenerator.GetInt32(CodeMax).ToString("D6", CultureInfo.InvariantCulture);
            await StoreAsync(subject, code, now, ct);
            return new IssuedCode(IssueStatus.Issued, code, TimeSpan.Zero);
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return new IssuedCode(IssueStatus.TryAgainShortly, "", TimeSpan.Zero);
        }
    }

    /// <summary>Looks whether the code is right and leaves it live: a wrong password beside it must not use it
    /// up.</summary>
    internal Task<CodeStatus> CheckAsync(CodeSubject subject, string typed, DateTimeOffset now, CancellationToken ct) =>
        RunAsync(subject, typed, now, consume: false, ct);

    /// <summary>The same, and a right code is gone.</summary>
    internal Task<CodeStatus> ConsumeAsync(
        CodeSubject subject, string typed, DateTimeOffset now, CancellationToken ct) =>
        RunAsync(subject, typed, now, consume: true, ct);

    private async Task<CodeStatus> RunAsync(
        CodeSubject subject, string typed, DateTimeOffset now, bool consume, CancellationToken ct)
    {
        try
        {
            var wrongKey = $"wrong-codes:{await key.HashAsync(subject.Email.Value, ct)}";
            if (await ceilings.IsReachedAsync(WrongCeiling(wrongKey), now, ct))
                return CodeStatus.Void;
            var database = await redis.GetDatabaseAsync(ct);
            var answer = await database.ScriptEvaluateAsync(
                CheckScript,
                [await RedisKeyOfAsync(subject, ct)],
                [
                    await HashOfAsync(subject, typed.Trim(), ct), subject.Visitor, now.ToUnixTimeMilliseconds(),
                    _options.CodeTries, consume ? 1 : 0,
                ]);
            var status = (CodeStatus)(int)answer;
            if (status is CodeStatus.Wrong or CodeStatus.Void)
                await ceilings.TakeAsync([WrongCeiling(wrongKey)], now, ct);
            return status;
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return CodeStatus.TryAgainShortly;
        }
    }

    private async Task StoreAsync(CodeSubject subject, string code, DateTimeOffset now, CancellationToken ct)
    {
        var database = await redis.GetDatabaseAsync(ct);
        var name = await RedisKeyOfAsync(subject, ct);
        await database.ScriptEvaluateAsync(
            """
            redis.call('DEL', KEYS[1])
            redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'visitor', ARGV[2], 'expires', ARGV[3], 'tries', '0')
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            return 1
            """,
            [name],
            [
                await HashOfAsync(subject, code, ct), subject.Visitor,
                (now + _options.CodeLife).ToUnixTimeMilliseconds(), (long)_options.CodeLife.TotalMilliseconds,
            ]);
    }

    private async Task<RedisKey> RedisKeyOfAsync(CodeSubject subject, CancellationToken ct) =>
        redis.Key($"{Prefix}{subject.Purpose}:{await key.HashAsync(subject.Email.Value, ct)}");

    private Task<string> HashOfAsync(CodeSubject subject, string code, CancellationToken ct) =>
        key.HashAsync($"{subject.Purpose}\n{subject.Email.Value}\n{subject.Visitor}\n{code}", ct);

    private Ceiling WrongCeiling(string name) => new(name, _options.WrongCodesPerAddressHour, TimeSpan.FromHours(1));

    /// <summary>The ceilings count all purposes together: a mailbox is filled by any of them.</summary>
    private async Task<Ceiling[]> CeilingsOfAsync(CodeSubject subject, NetworkAddress network, CancellationToken ct)
    {
        var address = await key.HashAsync(subject.Email.Value, ct);
        var from = await key.HashAsync(network.Value, ct);
        return
        [
            new($"code-pause:{address}", 1, _options.CodePause),
            new($"code-hour:{address}", _options.CodesPerAddressHour, TimeSpan.FromHours(1)),
            new($"code-day:{address}", _options.CodesPerAddressDay, TimeSpan.FromDays(1)),
            new($"code-network:{from}", _options.CodesPerNetworkHour, TimeSpan.FromHours(1)),
            new("code-shop", _options.CodesPerShopHour, TimeSpan.FromHours(1)),
        ];
    }

    private static IssueStatus StatusOf(CeilingResult result) => (result.Status, result.Which) switch
    {
        (CeilingStatus.Unknown, _) => IssueStatus.TryAgainShortly,
        (_, <= 2) => IssueStatus.TooManyForAddress,
        (_, 3) => IssueStatus.TooManyFromNetwork,
        _ => IssueStatus.TooManyForShop,
    };
}
