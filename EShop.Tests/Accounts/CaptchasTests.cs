using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using EShop.Core.Accounts;
using EShop.Core.Accounts.Captchas;
using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Guard;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Accounts;

public sealed class CaptchasOnGarnetTests() : CaptchasTests(RedisServer.Embedded);

public sealed class CaptchasOnRedisTests() : CaptchasTests(RedisServer.Real);

public abstract class CaptchasTests(RedisServer server) : IAsyncLifetime
{
    private const string Visitor = "visitor";

    private static readonly NetworkAddress Network = NetworkAddress.Of(IPAddress.Parse("203.0.113.7"));

    private static readonly EphemeralDataProtectionProvider Keys = new();

    private readonly FakeTimeProvider _clock = new();
    private readonly string _prefix = $"c{Guid.NewGuid():N}:";
    private RedisConnection _redis = null!;
    private Captchas _captchas = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await ConnectAsync();
        _captchas = On(_redis);
    }

    public async ValueTask DisposeAsync()
    {
        _captchas.Dispose();
        await _redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_right_answer_counts_once()
    {
        var (id, text) = await IssueAsync();
        Assert.Equal(CaptchaStatus.Right, await CheckAsync(id, $" {text.ToLowerInvariant()} "));
        for (var i = 0; i < 3; i++)
            Assert.Equal(CaptchaStatus.Wrong, await CheckAsync(id, text));
    }

    [Fact]
    public async Task Abuse_24_one_answer_sent_a_hundred_times_at_once_is_right_once()
    {
        var (id, text) = await IssueAsync();
        var answers = await Race.RunAsync(100, _ => CheckAsync(id, text));
        Assert.Equal(1, answers.Count(answer => answer == CaptchaStatus.Right));
        Assert.Equal(99, answers.Count(answer => answer == CaptchaStatus.Wrong));
    }

    [Fact]
    public async Task A_wrong_answer_uses_it_up()
    {
        var (id, text) = await IssueAsync();
        Assert.Equal(CaptchaStatus.Wrong, await CheckAsync(id, "00000"));
        Assert.Equal(CaptchaStatus.Wrong, await CheckAsync(id, text));
    }

    [Fact]
    public async Task Abuse_24_another_visitors_captcha_and_an_old_one_are_wrong()
    {
        var (foreign, text) = await IssueAsync();
        var answer = new CaptchaAnswer(foreign, text, "");
        Assert.Equal(CaptchaStatus.Wrong, await _captchas.CheckAsync(answer, "another", _clock.GetUtcNow(), Ct));

        var (old, answered) = await IssueAsync();
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(CaptchaStatus.Wrong, await CheckAsync(old, answered));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no such id")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task Abuse_24_no_or_unknown_id_is_wrong(string id) =>
        Assert.Equal(CaptchaStatus.Wrong, await CheckAsync(id, "ACDEF"));

    [Fact]
    public async Task Shown_by_one_node_it_is_checked_by_another()
    {
        var (id, text) = await IssueAsync();
        var answer = new CaptchaAnswer(id, text, "");
        await using var redis = await ConnectAsync();
        using var other = On(redis);
        Assert.Equal(CaptchaStatus.Right, await other.CheckAsync(answer, Visitor, _clock.GetUtcNow(), Ct));
        Assert.Equal(CaptchaStatus.Wrong, await CheckAsync(id, text));
    }

    [Fact]
    public async Task Abuse_26_who_cannot_see_the_picture_lets_the_browser_work_once()
    {
        var (id, _) = await IssueAsync();
        var (other, _) = await IssueAsync();
        var work = Work(id, bits: 18);
        Assert.Equal(CaptchaStatus.Wrong, await WorkAsync(other, work));
        Assert.Equal(CaptchaStatus.Right, await WorkAsync(id, work));
        Assert.Equal(CaptchaStatus.Wrong, await WorkAsync(id, work));
    }

    [Fact]
    public async Task Abuse_25_one_network_gets_thirty_pictures_a_minute()
    {
        var all = await Race.RunAsync(40, _ => _captchas.IssueAsync(Visitor, Network, Ct));
        Assert.Equal(30, all.Count(one => one.Status == CaptchaIssueStatus.Issued));
        Assert.Equal(10, all.Count(one => one.Status == CaptchaIssueStatus.TooMany));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CaptchaIssueStatus.Issued, (await _captchas.IssueAsync(Visitor, Network, Ct)).Status);
    }

    [Fact]
    public async Task Abuse_25_a_flood_from_many_networks_waits_at_a_gate_and_is_sent_away()
    {
        var all = await Race.RunAsync(1_000, n => _captchas.IssueAsync(
            Visitor, NetworkAddress.Of(new IPAddress([203, 0, (byte)(n / 250), (byte)(n % 250)])), Ct));
        var drawn = all.Count(one => one.Status == CaptchaIssueStatus.Issued);
        Assert.Equal(1_000 - drawn, all.Count(one => one.Status == CaptchaIssueStatus.TryAgainShortly));
        Assert.InRange(drawn, 64, 999);
    }

    [Fact]
    public async Task Without_Redis_there_is_none_and_none_is_right()
    {
        await using var away = new RedisConnection(Options.Create(new RedisOptions
        {
            Connection = "127.0.0.1:1", CommandTimeout = TimeSpan.FromMilliseconds(200),
        }));
        using var captchas = On(away);
        var issued = await captchas.IssueAsync(Visitor, Network, Ct);
        Assert.Equal(CaptchaIssueStatus.TryAgainShortly, issued.Status);
        Assert.Empty(issued.Picture);
        var answer = new CaptchaAnswer(RandomToken.New(), "ACDEF", "");
        Assert.Equal(
            CaptchaStatus.TryAgainShortly, await captchas.CheckAsync(answer, Visitor, _clock.GetUtcNow(), Ct));
    }

    [Fact]
    public async Task No_plain_network_address_lies_in_Redis()
    {
        await IssueAsync();
        var connection = _redis.Key("").ToString() + "*";
        var database = await _redis.GetDatabaseAsync(Ct);
        var keys = new List<string>();
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: connection))
            keys.Add(key.ToString());
        Assert.NotEmpty(keys);
        Assert.DoesNotContain(keys, key => key.Contains("203.0.113.7", StringComparison.Ordinal));
    }

    private async Task<RedisConnection> ConnectAsync() => new(Options.Create(new RedisOptions
    {
        Connection = await TestRun.ConnectionToAsync(server), Prefix = _prefix,
    }));

    private Captchas On(RedisConnection redis) => new(
        redis, new Ceilings(redis), new CodeKey(redis, Keys, _clock), new GuardCounts(redis), _clock,
        Options.Create(new SignUpGuardOptions()));

    /// <summary>The picture is what people read; a test reads the row behind it.</summary>
    private async Task<(string Id, string Text)> IssueAsync()
    {
        var issued = await _captchas.IssueAsync(Visitor, Network, Ct);
        Assert.Equal(CaptchaIssueStatus.Issued, issued.Status);
        var database = await _redis.GetDatabaseAsync(Ct);
        var text = await database.HashGetAsync(_redis.Key("{captchas}:" + issued.Id), "text");
        return (issued.Id, text.ToString());
    }

    private Task<CaptchaStatus> CheckAsync(string id, string text) =>
        _captchas.CheckAsync(new CaptchaAnswer(id, text, ""), Visitor, _clock.GetUtcNow(), Ct);

    private Task<CaptchaStatus> WorkAsync(string id, string work) =>
        _captchas.CheckAsync(new CaptchaAnswer(id, "", work), Visitor, _clock.GetUtcNow(), Ct);

    private static string Work(string id, int bits)
    {
        for (var number = 0L; ; number++)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{id}:{text}"));
            var head = ((ulong)hash[0] << 24) | ((ulong)hash[1] << 16) | ((ulong)hash[2] << 8) | hash[3];
            if (BitOperations.LeadingZeroCount(head) - 32 >= bits)
                return text;
        }
    }
}
