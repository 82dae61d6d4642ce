using System.Globalization;
using System.Security.Cryptography;
using EShop.Core.Accounts.Guard;
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
/// <param name="Visitor">The browser that asked for it. It has a code of its own: nobody else can use up its tries, or
/// put another code in its place.</param>
internal sealed record CodeSubject(CodePurpose Purpose, EmailAddress Email, string Visitor);

internal sealed record IssuedCode(IssueStatus Status, string Code, TimeSpan RetryAfter);

/// <summary>
/// Six-digit codes that are sent by mail. Redis holds only a keyed hash, one per purpose, address and visitor; asking
/// again replaces it. Issuing is bounded per address, per network and for the shop; checking is one script, so that of
/// twenty right answers at once one wins. After many wrong codes for an address each further one is good for a single
/// try: guessing ends, and the owner's right code still opens (abuse 18, 21).
/// </summary>
public sealed class MailCodes(
    RedisConnection redis, Ceilings ceilings, CodeKey key, GuardCounts counts, IOptions<SignUpGuardOptions> settings)
{
    private const int CodeMax = 1_000_000;
    private const int CodeLength = 6;
    private const string Prefix = "{codes}:";

    private const string CheckScript = """
        local code = redis.call('HMGET', KEYS[1], 'hash', 'expires', 'tries')
        if not code[1] or tonumber(code[2]) <= tonumber(ARGV[2]) then return 2 end
        local tries = tonumber(code[3])
        if tries < tonumber(ARGV[3]) and code[1] == ARGV[1] then
          if ARGV[4] == '1' then redis.call('DEL', KEYS[1]) end
          return 5
        end
        if tries + 1 >= tonumber(ARGV[3]) then
          redis.call('DEL', KEYS[1])
          return 3
        end
        redis.call('HINCRBY', KEYS[1], 'tries', 1)
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
            {
                var refused = StatusOf(taken);
                await counts.CountAsync(refused, network, now, ct);
                return new IssuedCode(refused, "", taken.RetryAfter);
            }

            var code = RandomNumberGenerator.GetInt32(CodeMax).ToString("D6", CultureInfo.InvariantCulture);
            await StoreAsync(subject, code, now, ct);
            await counts.CountAsync(IssueStatus.Issued, network, now, ct);
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
        if (!TypedText.TryDigits(typed, CodeLength, out var digits))
            return CodeStatus.Wrong; // no code at all: it costs no try
        try
        {
            var wrongKey = $"wrong-codes:{await key.HashAsync(subject.Email.Value, ct)}";
            var isGuessedAt = await ceilings.IsReachedAsync(WrongCeiling(wrongKey), now, ct);
            var database = await redis.GetDatabaseAsync(ct);
            var answer = await database.ScriptEvaluateAsync(
                CheckScript,
                [await RedisKeyOfAsync(subject, ct)],
                [
                    await HashOfAsync(subject, digits, ct), now.ToUnixTimeMilliseconds(),
                    isGuessedAt ? 1 : _options.CodeTries, consume ? 1 : 0,
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
            redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'expires', ARGV[2], 'tries', '0')
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            return 1
            """,
            [name],
            [
                await HashOfAsync(subject, code, ct), (now + _options.CodeLife).ToUnixTimeMilliseconds(),
                (long)_options.CodeLife.TotalMilliseconds,
            ]);
    }

    private async Task<RedisKey> RedisKeyOfAsync(CodeSubject subject, CancellationToken ct) =>
        redis.Key($"{Prefix}{subject.Purpose}:{await key.HashAsync($"{subject.Email.Value}\n{subject.Visitor}", ct)}");

    private Task<string> HashOfAsync(CodeSubject subject, string code, CancellationToken ct) =>
        key.HashAsync($"{subject.Purpose}\n{subject.Email.Value}\n{subject.Visitor}\n{code}", ct);

    private Ceiling WrongCeiling(string name) => new(name, _options.WrongCodesPerAddressHour, TimeSpan.FromHours(1));

    private Ceiling ShopCeiling => new("code-shop", _options.CodesPerShopHour, TimeSpan.FromHours(1));

    /// <summary>How much of the shop's budget the last hour has used. Throws what Redis throws when it is
    /// away.</summary>
    internal Task<long> SentInAnHourAsync(DateTimeOffset now, CancellationToken ct) =>
        ceilings.CountAsync(ShopCeiling, now, ct);

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
            ShopCeiling,
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
