using System.Net;
using EShop.Core.Accounts;
using EShop.Core.Accounts.Codes;
using EShop.Core.Accounts.Guard;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using EShop.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EShop.Tests.Accounts;

public sealed class MailCodesOnGarnetTests() : MailCodesTests(RedisServer.Embedded);

public sealed class MailCodesOnRedisTests() : MailCodesTests(RedisServer.Real);

public abstract class MailCodesTests(RedisServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NetworkAddress Home = NetworkAddress.Of(null);
    private static readonly EphemeralDataProtectionProvider Keys = new();

    private readonly string _prefix = $"m{Guid.NewGuid():N}:";
    private readonly SignUpGuardOptions _options = new();
    private readonly FakeTimeProvider _clock = new(Noon);
    private RedisConnection _redis = null!;
    private MailCodes _codes = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await ConnectAsync();
        _codes = On(_redis);
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_code_is_right_once()
    {
        var subject = Subject("a@x.com");
        var code = await IssueAsync(subject, Noon);

        Assert.Matches("^[0-9]{6}$", code);
        Assert.Equal(CodeStatus.Right, await _codes.CheckAsync(subject, code, Noon, Ct));
        Assert.Equal(CodeStatus.Right, await _codes.ConsumeAsync(subject, $" {code} ", Noon, Ct));
        Assert.Equal(CodeStatus.NotLive, await _codes.ConsumeAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task Abuse_20_of_twenty_right_answers_at_once_one_wins()
    {
        var subject = Subject("b@x.com");
        var code = await IssueAsync(subject, Noon);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _codes.ConsumeAsync(subject, code, Noon, Ct)));

        Assert.Equal(1, answers.Count(status => status == CodeStatus.Right));
        Assert.Equal(19, answers.Count(status => status == CodeStatus.NotLive));
    }

    [Fact]
    public async Task Abuse_18_the_fifth_wrong_try_voids_the_code()
    {
        var subject = Subject("c@x.com");
        var code = await IssueAsync(subject, Noon);
        for (var i = 1; i <= 4; i++)
            Assert.Equal(CodeStatus.Wrong, await _codes.CheckAsync(subject, Other(code), Noon, Ct));
        Assert.Equal(CodeStatus.Void, await _codes.CheckAsync(subject, Other(code), Noon, Ct));
        Assert.Equal(CodeStatus.NotLive, await _codes.CheckAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task Abuse_18_a_hundred_guesses_at_once_are_five_tries()
    {
        var subject = Subject("c3@x.com");
        var code = await IssueAsync(subject, Noon);
        var answers = await Race.RunAsync(100, _ => _codes.CheckAsync(subject, Other(code), Noon, Ct));
        Assert.Equal(4, answers.Count(status => status == CodeStatus.Wrong));
        Assert.Equal(1, answers.Count(status => status == CodeStatus.Void));
        Assert.Equal(95, answers.Count(status => status == CodeStatus.NotLive));
    }

    [Fact]
    public async Task Abuse_18_after_ten_wrong_tries_in_an_hour_each_code_is_good_for_one()
    {
        var subject = Subject("c2@x.com");
        await GuessTenTimesAsync(subject);
        var guessed = await IssueAsync(subject, Noon.AddMinutes(5));
        Assert.Equal(CodeStatus.Void, await _codes.CheckAsync(subject, Other(guessed), Noon.AddMinutes(5), Ct));
        Assert.Equal(CodeStatus.NotLive, await _codes.ConsumeAsync(subject, guessed, Noon.AddMinutes(5), Ct));

        var later = await IssueAsync(subject, Noon.AddMinutes(66));
        Assert.Equal(CodeStatus.Wrong, await _codes.CheckAsync(subject, Other(later), Noon.AddMinutes(66), Ct));
    }

    [Fact]
    public async Task Abuse_21_who_burns_tries_does_not_keep_the_owner_out()
    {
        var owner = Subject("owner@x.com");
        await GuessTenTimesAsync(owner with { Visitor = "stranger" });
        var code = await IssueAsync(owner, Noon.AddMinutes(5));
        Assert.Equal(CodeStatus.Right, await _codes.CheckAsync(owner, code, Noon.AddMinutes(6), Ct));
        Assert.Equal(CodeStatus.Right, await _codes.ConsumeAsync(owner, code, Noon.AddMinutes(6), Ct));
    }

    [Fact]
    public async Task Abuse_21_a_code_that_a_stranger_asks_for_does_not_replace_the_owners()
    {
        var owner = Subject("owner2@x.com");
        var code = await IssueAsync(owner, Noon);
        await IssueAsync(owner with { Visitor = "stranger" }, Noon.AddMinutes(1));
        Assert.Equal(CodeStatus.Right, await _codes.ConsumeAsync(owner, code, Noon.AddMinutes(2), Ct));
    }

    [Fact]
    public async Task Abuse_19_a_code_is_bound_to_purpose_address_and_visitor()
    {
        var subject = Subject("d@x.com");
        var code = await IssueAsync(subject, Noon);

        foreach (var other in new[]
        {
            subject with { Purpose = CodePurpose.ResetPassword },
            subject with { Email = EmailAddress.Parse("e@x.com") },
            subject with { Visitor = "another" },
        })
            Assert.Equal(CodeStatus.NotLive, await _codes.ConsumeAsync(other, code, Noon, Ct));
        Assert.Equal(CodeStatus.Right, await _codes.ConsumeAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task Abuse_21_a_stranger_cannot_use_up_the_tries()
    {
        var subject = Subject("f@x.com");
        var code = await IssueAsync(subject, Noon);
        for (var i = 0; i < 30; i++)
            await _codes.CheckAsync(subject with { Visitor = "stranger" }, Other(code), Noon, Ct);
        Assert.Equal(CodeStatus.Right, await _codes.ConsumeAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task Abuse_19_a_code_lives_ten_minutes_and_a_new_one_replaces_it()
    {
        var subject = Subject("g@x.com");
        var first = await IssueAsync(subject, Noon);
        var second = await IssueAsync(subject, Noon.AddMinutes(1));
        if (first != second)
            Assert.Equal(CodeStatus.Wrong, await _codes.CheckAsync(subject, first, Noon.AddMinutes(1), Ct));
        Assert.Equal(CodeStatus.Right, await _codes.CheckAsync(subject, second, Noon.AddMinutes(10.9), Ct));
        Assert.Equal(CodeStatus.NotLive, await _codes.CheckAsync(subject, second, Noon.AddMinutes(11), Ct));
    }

    [Fact]
    public async Task Abuse_16_one_address_gets_one_a_minute_five_an_hour_ten_a_day()
    {
        var subject = Subject("victim@x.com");
        var issued = new List<TimeSpan>();
        for (var at = TimeSpan.Zero; at < TimeSpan.FromHours(20); at += TimeSpan.FromSeconds(30))
        {
            if ((await _codes.IssueAsync(subject, Home, Noon + at, Ct)).Status == IssueStatus.Issued)
                issued.Add(at);
        }

        Assert.Equal([0, 1, 2, 3, 4, 60, 61, 62, 63, 64], issued.Select(at => at.TotalMinutes));
    }

    [Fact]
    public async Task Abuse_16_the_answer_says_how_long_to_wait()
    {
        var subject = Subject("wait@x.com");
        await IssueAsync(subject, Noon);
        var again = await _codes.IssueAsync(subject, Home, Noon.AddSeconds(20), Ct);
        Assert.Equal((IssueStatus.TooManyForAddress, TimeSpan.FromSeconds(40)), (again.Status, again.RetryAfter));
    }

    [Fact]
    public async Task Abuse_17_one_network_gets_twenty_an_hour_also_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(n => _codes.IssueAsync(Subject($"n{n}@x.com"), Home, Noon, Ct)));
        Assert.Equal(20, answers.Count(answer => answer.Status == IssueStatus.Issued));
        Assert.Equal(40, answers.Count(answer => answer.Status == IssueStatus.TooManyFromNetwork));
    }

    [Fact]
    public async Task Abuse_17_a_household_of_IPv6_is_one_network()
    {
        var answers = await Race.RunAsync(40, n => _codes.IssueAsync(
            Subject($"six{n}@x.com"), NetworkAddress.Of(IPAddress.Parse($"2001:db8:1:2::{n:x}")), Noon, Ct));
        Assert.Equal(20, answers.Count(answer => answer.Status == IssueStatus.Issued));
        var next = NetworkAddress.Of(IPAddress.Parse("2001:db8:1:3::1"));
        Assert.Equal(IssueStatus.Issued, (await _codes.IssueAsync(Subject("six@x.com"), next, Noon, Ct)).Status);
    }

    [Fact]
    public async Task Abuse_17_the_ceilings_are_exact_across_two_nodes()
    {
        _options.CodesPerShopHour = 50;
        await using var redis = await ConnectAsync();
        var nodes = new[] { _codes, On(redis) };
        var answers = await Race.RunAsync(200, n => nodes[n % 2].IssueAsync(
            Subject($"two{n}@x.com"), NetworkAddress.Of(new IPAddress([198, 51, 100, (byte)n])), Noon, Ct));
        Assert.Equal(50, answers.Count(answer => answer.Status == IssueStatus.Issued));
        Assert.Equal(150, answers.Count(answer => answer.Status == IssueStatus.TooManyForShop));
        Assert.Equal(50, await _codes.SentInAnHourAsync(Noon, Ct));
    }

    [Fact]
    public async Task Abuse_17_the_shop_has_a_budget()
    {
        _options.CodesPerShopHour = 3;
        for (var n = 0; n < 3; n++)
            await IssueAsync(Subject($"s{n}@x.com"), Noon);
        var fourth = await _codes.IssueAsync(Subject("s4@x.com"), Home, Noon, Ct);
        Assert.Equal(IssueStatus.TooManyForShop, fourth.Status);
        await IssueAsync(Subject("s4@x.com"), Noon.AddHours(1));
    }

    [Fact]
    public async Task Neither_a_code_nor_an_address_lies_in_Redis()
    {
        var subject = Subject("hidden@x.com");
        var code = await IssueAsync(subject, Noon);
        var database = await _redis.GetDatabaseAsync(Ct);
        var found = 0;
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: $"{_prefix}*SignUp*"))
        {
            found++;
            var row = string.Join(' ', await database.HashGetAllAsync(key));
            Assert.DoesNotContain("hidden", key.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain($"hash: {code}", row, StringComparison.Ordinal);
            Assert.Matches("hash: [0-9a-f]{64} ", row + " ");
        }

        Assert.Equal(1, found);
    }

    [Fact]
    public async Task After_Redis_forgot_all_two_nodes_are_of_one_mind_again()
    {
        var subject = Subject("again@x.com");
        await IssueAsync(subject, Noon);
        var database = await _redis.GetDatabaseAsync(Ct);
        Assert.True(await database.KeyDeleteAsync(_redis.Key("{codes}:key")));
        await using var redis = await ConnectAsync();
        var restarted = On(redis);
        await restarted.CheckAsync(subject, "000000", Noon, Ct);

        _clock.Advance(CodeKey.ReadAgainAfter);
        var code = await IssueAsync(subject, Noon.AddHours(2));
        Assert.Equal(CodeStatus.Right, await restarted.ConsumeAsync(subject, code, Noon.AddHours(2), Ct));
    }

    [Fact]
    public async Task Without_Redis_no_code_is_sent_and_none_is_right()
    {
        await using var away = new RedisConnection(Options.Create(new RedisOptions
        {
            Connection = "127.0.0.1:1", CommandTimeout = TimeSpan.FromMilliseconds(200),
        }));
        var codes = On(away);

        var issued = await codes.IssueAsync(Subject("z@x.com"), Home, Noon, Ct);
        Assert.Equal(IssueStatus.TryAgainShortly, issued.Status);
        Assert.Equal("", issued.Code);
        Assert.Equal(CodeStatus.TryAgainShortly, await codes.CheckAsync(Subject("z@x.com"), "123456", Noon, Ct));
    }

    private async Task<RedisConnection> ConnectAsync() => new(Options.Create(new RedisOptions
    {
        Connection = await TestRun.ConnectionToAsync(server), Prefix = _prefix,
    }));

    private MailCodes On(RedisConnection redis) => new(
        redis, new Ceilings(redis), new CodeKey(redis, Keys, _clock), new GuardCounts(redis),
        Options.Create(_options));

    private async Task GuessTenTimesAsync(CodeSubject subject)
    {
        for (var round = 0; round < 2; round++)
        {
            var code = await IssueAsync(subject, Noon.AddMinutes(round * 2));
            for (var i = 0; i < 5; i++)
                await _codes.CheckAsync(subject, Other(code), Noon.AddMinutes(round * 2), Ct);
        }
    }

    private static CodeSubject Subject(string email) => new(CodePurpose.SignUp, EmailAddress.Parse(email), "visitor");

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    private async Task<string> IssueAsync(CodeSubject subject, DateTimeOffset now)
    {
        var issued = await _codes.IssueAsync(subject, Home, now, Ct);
        Assert.Equal(IssueStatus.Issued, issued.Status);
        return issued.Code;
    }
}
