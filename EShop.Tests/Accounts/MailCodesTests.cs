using EShop.Core.Accounts;
using EShop.Core.Accounts.Codes;
using EShop.Core.Primitives;
using EShop.Core.Redis;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace EShop.Tests.Accounts;

public sealed class MailCodesTests : IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NetworkAddress Home = NetworkAddress.Of(null);

    private readonly RedisConnection _redis = new(Options.Create(new RedisOptions()));
    private readonly MailCodes _codes;
    private readonly SignUpGuardOptions _options = new();

    public MailCodesTests()
    {
        var key = new CodeKey(_redis, new EphemeralDataProtectionProvider());
        _codes = new MailCodes(_redis, new Ceilings(_redis), key, Options.Create(_options));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

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
    public async Task Abuse_18_ten_wrong_tries_in_an_hour_end_it_for_all_codes()
    {
        var subject = Subject("c2@x.com");
        for (var round = 0; round < 2; round++)
        {
            var first = await IssueAsync(subject, Noon.AddMinutes(round * 2));
            for (var i = 0; i < 5; i++)
                await _codes.CheckAsync(subject, Other(first), Noon.AddMinutes(round * 2), Ct);
        }

        var code = await IssueAsync(subject, Noon.AddMinutes(5));
        Assert.Equal(CodeStatus.Void, await _codes.ConsumeAsync(subject, code, Noon.AddMinutes(6), Ct));
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
    public async Task A_code_lives_ten_minutes_and_a_new_one_replaces_it()
    {
        var subject = Subject("g@x.com");
        var first = await IssueAsync(subject, Noon);
        var second = await IssueAsync(subject, Noon.AddMinutes(1));
        if (first != second)
            Assert.Equal(CodeStatus.Wrong, await _codes.CheckAsync(subject, first, Noon.AddMinutes(1), Ct));
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
    public async Task Abuse_17_the_shop_has_a_budget()
    {
        _options.CodesPerShopHour = 3;
        for (var n = 0; n < 3; n++)
            await IssueAsync(Subject($"s{n}@x.com"), Noon);
        var fourth = await _codes.IssueAsync(Subject("s4@x.com"), Home, Noon, Ct);
        Assert.Equal(IssueStatus.TooManyForShop, fourth.Status);
    }

    [Fact]
    public async Task Without_Redis_no_code_is_sent_and_none_is_right()
    {
        await using var away = new RedisConnection(Options.Create(new RedisOptions
        {
            Connection = "127.0.0.1:1", CommandTimeout = TimeSpan.FromMilliseconds(200),
        }));
        var key = new CodeKey(away, new EphemeralDataProtectionProvider());
        var codes = new MailCodes(away, new Ceilings(away), key, Options.Create(_options));

        var issued = await codes.IssueAsync(Subject("z@x.com"), Home, Noon, Ct);
        Assert.Equal(IssueStatus.TryAgainShortly, issued.Status);
        Assert.Equal("", issued.Code);
        Assert.Equal(CodeStatus.TryAgainShortly, await codes.CheckAsync(Subject("z@x.com"), "123456", Noon, Ct));
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
