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

public abstract class MailCodesTests(RedisServer server) : MailCodesTest(server)
{
    [Fact]
    public async Task A_code_is_right_once()
    {
        var subject = Subject("a@x.com");
        var code = await IssueAsync(subject, Noon);

        Assert.Matches("^[0-9]{6}$", code);
        Assert.Equal(CodeStatus.Right, await Codes.CheckAsync(subject, code, Noon, Ct));
        Assert.Equal(CodeStatus.Right, await Codes.ConsumeAsync(subject, $" {code} ", Noon, Ct));
        Assert.Equal(CodeStatus.NotLive, await Codes.ConsumeAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task A_code_may_be_typed_wide_or_with_a_gap_and_what_is_no_code_costs_no_try()
    {
        var subject = Subject("wide@x.com");
        var code = await IssueAsync(subject, Noon);
        var endless = new string('1', 9999);
        foreach (var typed in new[] { "", "12345", "1234567", "abcdef", "\0\0\0\0\0\0", "\ud800", endless })
            Assert.Equal(CodeStatus.Wrong, await Codes.CheckAsync(subject, typed, Noon, Ct));
        var wide = string.Concat(code.Select(digit => (char)(digit - '0' + '\uff10')));
        Assert.Equal(CodeStatus.Right, await Codes.CheckAsync(subject, wide, Noon, Ct));
        Assert.Equal(CodeStatus.Right, await Codes.CheckAsync(subject, $"{code[..3]} {code[3..]}", Noon, Ct));
    }

    [Fact]
    public async Task Abuse_20_of_twenty_right_answers_at_once_one_wins()
    {
        var subject = Subject("b@x.com");
        var code = await IssueAsync(subject, Noon);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Codes.ConsumeAsync(subject, code, Noon, Ct)));

        Assert.Equal(1, answers.Count(status => status == CodeStatus.Right));
        Assert.Equal(19, answers.Count(status => status == CodeStatus.NotLive));
    }

    [Fact]
    public async Task Abuse_18_the_fifth_wrong_try_voids_the_code()
    {
        var subject = Subject("c@x.com");
        var code = await IssueAsync(subject, Noon);
        for (var i = 1; i <= 4; i++)
            Assert.Equal(CodeStatus.Wrong, await Codes.CheckAsync(subject, Other(code), Noon, Ct));
        Assert.Equal(CodeStatus.Void, await Codes.CheckAsync(subject, Other(code), Noon, Ct));
        Assert.Equal(CodeStatus.NotLive, await Codes.CheckAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task Abuse_18_a_hundred_guesses_at_once_are_five_tries()
    {
        var subject = Subject("c3@x.com");
        var code = await IssueAsync(subject, Noon);
        var answers = await Race.RunAsync(100, _ => Codes.CheckAsync(subject, Other(code), Noon, Ct));
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
        Assert.Equal(CodeStatus.Void, await Codes.CheckAsync(subject, Other(guessed), Noon.AddMinutes(5), Ct));
        Assert.Equal(CodeStatus.NotLive, await Codes.ConsumeAsync(subject, guessed, Noon.AddMinutes(5), Ct));

        var later = await IssueAsync(subject, Noon.AddMinutes(66));
        Assert.Equal(CodeStatus.Wrong, await Codes.CheckAsync(subject, Other(later), Noon.AddMinutes(66), Ct));
    }

    [Fact]
    public async Task Abuse_21_who_burns_tries_does_not_keep_the_owner_out()
    {
        var owner = Subject("owner@x.com");
        await GuessTenTimesAsync(owner with { Visitor = "stranger" });
        var code = await IssueAsync(owner, Noon.AddMinutes(5));
        Assert.Equal(CodeStatus.Right, await Codes.CheckAsync(owner, code, Noon.AddMinutes(6), Ct));
        Assert.Equal(CodeStatus.Right, await Codes.ConsumeAsync(owner, code, Noon.AddMinutes(6), Ct));
    }

    [Fact]
    public async Task Abuse_21_a_code_that_a_stranger_asks_for_does_not_replace_the_owners()
    {
        var owner = Subject("owner2@x.com");
        var code = await IssueAsync(owner, Noon);
        await IssueAsync(owner with { Visitor = "stranger" }, Noon.AddMinutes(1));
        Assert.Equal(CodeStatus.Right, await Codes.ConsumeAsync(owner, code, Noon.AddMinutes(2), Ct));
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
            Assert.Equal(CodeStatus.NotLive, await Codes.ConsumeAsync(other, code, Noon, Ct));
        Assert.Equal(CodeStatus.Right, await Codes.ConsumeAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task Abuse_21_a_stranger_cannot_use_up_the_tries()
    {
        var subject = Subject("f@x.com");
        var code = await IssueAsync(subject, Noon);
        for (var i = 0; i < 30; i++)
            await Codes.CheckAsync(subject with { Visitor = "stranger" }, Other(code), Noon, Ct);
        Assert.Equal(CodeStatus.Right, await Codes.ConsumeAsync(subject, code, Noon, Ct));
    }

    [Fact]
    public async Task Abuse_19_a_code_lives_ten_minutes_and_a_new_one_replaces_it()
    {
        var subject = Subject("g@x.com");
        var first = await IssueAsync(subject, Noon);
        var second = await IssueAsync(subject, Noon.AddMinutes(1));
        if (first != second)
            Assert.Equal(CodeStatus.Wrong, await Codes.CheckAsync(subject, first, Noon.AddMinutes(1), Ct));
        Assert.Equal(CodeStatus.Right, await Codes.CheckAsync(subject, second, Noon.AddMinutes(10.9), Ct));
        Assert.Equal(CodeStatus.NotLive, await Codes.CheckAsync(subject, second, Noon.AddMinutes(11), Ct));
    }

    [Fact]
    public async Task Neither_a_code_nor_an_address_lies_in_Redis()
    {
        var subject = Subject("hidden@x.com");
        var code = await IssueAsync(subject, Noon);
        var database = await Redis.GetDatabaseAsync(Ct);
        var found = 0;
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: $"{Prefix}*SignUp*"))
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
        var database = await Redis.GetDatabaseAsync(Ct);
        Assert.True(await database.KeyDeleteAsync(Redis.Key("{codes}:key")));
        await using var redis = await ConnectAsync();
        var restarted = On(redis);
        await restarted.CheckAsync(subject, "000000", Noon, Ct);

        Clock.Advance(CodeKey.ReadAgainAfter);
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

    private async Task GuessTenTimesAsync(CodeSubject subject)
    {
        for (var round = 0; round < 2; round++)
        {
            var code = await IssueAsync(subject, Noon.AddMinutes(round * 2));
            for (var i = 0; i < 5; i++)
                await Codes.CheckAsync(subject, Other(code), Noon.AddMinutes(round * 2), Ct);
        }
    }
}
