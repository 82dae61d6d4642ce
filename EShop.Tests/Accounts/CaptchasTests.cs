using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using EShop.Core.Accounts;
using EShop.Core.Accounts.Captchas;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;

namespace EShop.Tests.Accounts;

public sealed class CaptchasTests : IAsyncLifetime
{
    private const string Visitor = "visitor";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _clock = new();
    private readonly RedisConnection _redis = new(Options.Create(new RedisOptions()));
    private readonly Captchas _captchas;

    public CaptchasTests() => _captchas = On(_redis);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task The_right_answer_counts_once()
    {
        var (id, text) = await IssueAsync();
        Assert.Equal(CaptchaStatus.Right, await CheckAsync(id, $" {text.ToLowerInvariant()} "));
        for (var i = 0; i < 3; i++)
            Assert.Equal(CaptchaStatus.Wrong, await CheckAsync(id, text));
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
        Assert.Equal(CaptchaStatus.Right, await On(_redis).CheckAsync(answer, Visitor, _clock.GetUtcNow(), Ct));
    }

    [Fact]
    public async Task Who_cannot_see_the_picture_lets_the_browser_work()
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
        var all = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => _captchas.IssueAsync(Visitor, default, Ct)));
        Assert.Equal(30, all.Count(one => one.Status == CaptchaIssueStatus.Issued));
        Assert.Equal(10, all.Count(one => one.Status == CaptchaIssueStatus.TooMany));
    }

    [Fact]
    public async Task Without_Redis_there_is_none_and_none_is_right()
    {
        await using var away = new RedisConnection(Options.Create(new RedisOptions
        {
            Connection = "127.0.0.1:1", CommandTimeout = TimeSpan.FromMilliseconds(200),
        }));
        var captchas = On(away);
        var issued = await captchas.IssueAsync(Visitor, default, Ct);
        Assert.Equal(CaptchaIssueStatus.TryAgainShortly, issued.Status);
        var answer = new CaptchaAnswer(RandomToken.New(), "ACDEF", "");
        Assert.Equal(
            CaptchaStatus.TryAgainShortly, await captchas.CheckAsync(answer, Visitor, _clock.GetUtcNow(), Ct));
    }

    [Fact]
    public void The_picture_is_drawn_without_fonts_of_the_system()
    {
        using var drawn = SKBitmap.Decode(CaptchaDrawing.Draw("ACDEF"));
        Assert.Equal((CaptchaDrawing.Width, CaptchaDrawing.Height), (drawn.Width, drawn.Height));
        var dark = drawn.Pixels.Count(pixel => pixel.Red < 0x80);
        Assert.InRange(dark, 1000, 8000);
    }

    private Captchas On(RedisConnection redis) =>
        new(redis, new Ceilings(redis), _clock, Options.Create(new SignUpGuardOptions()));

    /// <summary>The picture is what people read; a test reads the row behind it.</summary>
    private async Task<(string Id, string Text)> IssueAsync()
    {
        var issued = await _captchas.IssueAsync(Visitor, default, Ct);
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
