using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Guard;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EShop.Core.Accounts.Captchas;

public enum CaptchaIssueStatus
{
    /// <summary>Redis is away, or too many are being drawn at this moment.</summary>
    TryAgainShortly = 1,
    TooMany = 2,
    Issued = 3,
}

/// <param name="Status">Id and picture are there only when it is Issued.</param>
/// <param name="Id">Goes into the form; tells nothing of the answer.</param>
/// <param name="Picture">A PNG, shown inside the page: no address exists under which it could be fetched again.</param>
/// <param name="WorkBits">What the calculation that stands in for the picture must reach.</param>
public sealed record IssuedCaptcha(CaptchaIssueStatus Status, string Id, byte[] Picture, int WorkBits);

/// <param name="Id">From the form.</param>
/// <param name="Text">What was read from the picture; letter case does not matter.</param>
/// <param name="Work">Or the number that the script found; empty when the picture was answered.</param>
public sealed record CaptchaAnswer(string Id, string Text, string Work);

internal enum CaptchaStatus
{
    TryAgainShortly = 1,
    Wrong = 2,
    Right = 3,
}

/// <summary>
/// The picture before a mail is sent (S5). The answer lies in Redis only, under a random id, with the visitor it was
/// shown to; looking at it takes it away, so each is good for one try on any node. Drawing is the dear part (some
/// milliseconds of a core): a few at a time, behind the ceiling of the network.
/// </summary>
public sealed class Captchas(
    RedisConnection redis, Ceilings ceilings, CodeKey key, GuardCounts counts, TimeProvider clock,
    IOptions<SignUpGuardOptions> settings) : IDisposable
{
    private const string Prefix = "{captchas}:";

    private static readonly WorkGateSize Drawing = new(Math.Min(Environment.ProcessorCount, 4), QueueMax: 64);

    private const string TakeScript = """
        local found = redis.call('HMGET', KEYS[1], 'text', 'visitor', 'expires')
        redis.call('DEL', KEYS[1])
        return found
        """;

    private readonly SignUpGuardOptions _options = settings.Value;

    private readonly WorkGate _gate = new(Drawing);

    public async Task<IssuedCaptcha> IssueAsync(string visitor, NetworkAddress network, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            var issued = await TryIssueAsync(visitor, network, now, ct);
            if (issued.Status != CaptchaIssueStatus.TryAgainShortly)
                await counts.CountAsync(issued.Status, network, now, ct);
            return issued;
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return NotIssued(CaptchaIssueStatus.TryAgainShortly);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<IssuedCaptcha> TryIssueAsync(
        string visitor, NetworkAddress network, DateTimeOffset now, CancellationToken ct)
    {
        var ceiling = new Ceiling(
            $"captcha:{await key.HashAsync(network.Value, ct)}", _options.CaptchasPerNetworkMinute,
            TimeSpan.FromMinutes(1));
        var taken = await ceilings.TakeAsync([ceiling], now, ct);
        if (taken.Status != CeilingStatus.Taken)
            return NotIssued(taken.Status == CeilingStatus.Reached
                ? CaptchaIssueStatus.TooMany
                : CaptchaIssueStatus.TryAgainShortly);
        var (id, text, picture) = (RandomToken.New(), CaptchaDrawing.NewText(), Array.Empty<byte>());
        if (!await _gate.TryRunAsync(() => picture = CaptchaDrawing.Draw(text), ct))
            return NotIssued(CaptchaIssueStatus.TryAgainShortly);
        await StoreAsync(id, text, visitor, now, ct);
        return new IssuedCaptcha(CaptchaIssueStatus.Issued, id, picture, _options.CaptchaWorkBits);
    }

    internal async Task<CaptchaStatus> CheckAsync(
        CaptchaAnswer answer, string visitor, DateTimeOffset now, CancellationToken ct)
    {
        if (!RandomToken.IsOne(answer.Id))
            return CaptchaStatus.Wrong;
        try
        {
            var database = await redis.GetDatabaseAsync(ct);
            var found = (string?[])(await database.ScriptEvaluateAsync(TakeScript, [redis.Key(Prefix + answer.Id)]))!;
            if (found[0] is not { } text || found[1] != visitor
                || long.Parse(found[2]!, CultureInfo.InvariantCulture) <= now.ToUnixTimeMilliseconds())
                return CaptchaStatus.Wrong;
            return Matches(text, answer.Text) || IsWorkDone(answer) ? CaptchaStatus.Right : CaptchaStatus.Wrong;
        }
        catch (Exception failure) when (RedisErrors.IsAway(failure))
        {
            return CaptchaStatus.TryAgainShortly;
        }
    }

    private Task StoreAsync(string id, string text, string visitor, DateTimeOffset now, CancellationToken ct) =>
        StoreAsync(
            redis.Key(Prefix + id),
            [
                text, visitor, (now + _options.CaptchaLife).ToUnixTimeMilliseconds(),
                (long)_options.CaptchaLife.TotalMilliseconds,
            ],
            ct);

    private async Task StoreAsync(RedisKey key, RedisValue[] values, CancellationToken ct)
    {
        var database = await redis.GetDatabaseAsync(ct);
        await database.ScriptEvaluateAsync(
            """
            redis.call('HSET', KEYS[1], 'text', ARGV[1], 'visitor', ARGV[2], 'expires', ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            return 1
            """,
            [key],
            values);
    }

    private static bool Matches(string text, string typed) =>
        string.Equals(text, TypedText.Plain(typed), StringComparison.OrdinalIgnoreCase);

    /// <summary>SHA-256 of "id:number" must begin with that many zero bits.</summary>
    private bool IsWorkDone(CaptchaAnswer answer)
    {
        if (answer.Work.Length is 0 or > 20 || !answer.Work.All(char.IsAsciiDigit))
            return false;
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{answer.Id}:{answer.Work}"));
        var zeros = 0;
        foreach (var part in hash)
        {
            zeros += part == 0 ? 8 : byte.LeadingZeroCount(part);
            if (part != 0)
                break;
        }

        return zeros >= _options.CaptchaWorkBits;
    }

    private IssuedCaptcha NotIssued(CaptchaIssueStatus status) => new(status, "", [], _options.CaptchaWorkBits);
}
