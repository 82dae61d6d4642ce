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

public sealed class MailCeilingsOnGarnetTests() : MailCeilingsTests(RedisServer.Embedded);

public sealed class MailCeilingsOnRedisTests() : MailCeilingsTests(RedisServer.Real);

public abstract class MailCeilingsTests(RedisServer server) : MailCodesTest(server)
{
    [Fact]
    public async Task Abuse_16_one_address_gets_one_a_minute_five_an_hour_ten_a_day()
    {
        var subject = Subject("victim@x.com");
        var issued = new List<TimeSpan>();
        for (var at = TimeSpan.Zero; at < TimeSpan.FromHours(20); at += TimeSpan.FromSeconds(30))
        {
            if ((await Codes.IssueAsync(subject, Home, Noon + at, Ct)).Status == IssueStatus.Issued)
                issued.Add(at);
        }

        Assert.Equal([0, 1, 2, 3, 4, 60, 61, 62, 63, 64], issued.Select(at => at.TotalMinutes));
    }

    [Fact]
    public async Task Abuse_16_the_answer_says_how_long_to_wait()
    {
        var subject = Subject("wait@x.com");
        await IssueAsync(subject, Noon);
        var again = await Codes.IssueAsync(subject, Home, Noon.AddSeconds(20), Ct);
        Assert.Equal((IssueStatus.TooManyForAddress, TimeSpan.FromSeconds(40)), (again.Status, again.RetryAfter));
    }

    [Fact]
    public async Task Abuse_17_one_network_gets_twenty_an_hour_also_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(n => Codes.IssueAsync(Subject($"n{n}@x.com"), Home, Noon, Ct)));
        Assert.Equal(20, answers.Count(answer => answer.Status == IssueStatus.Issued));
        Assert.Equal(40, answers.Count(answer => answer.Status == IssueStatus.TooManyFromNetwork));
    }

    [Fact]
    public async Task Abuse_17_a_household_of_IPv6_is_one_network()
    {
        var answers = await Race.RunAsync(40, n => Codes.IssueAsync(
            Subject($"six{n}@x.com"), NetworkAddress.Of(IPAddress.Parse($"2001:db8:1:2::{n:x}")), Noon, Ct));
        Assert.Equal(20, answers.Count(answer => answer.Status == IssueStatus.Issued));
        var next = NetworkAddress.Of(IPAddress.Parse("2001:db8:1:3::1"));
        Assert.Equal(IssueStatus.Issued, (await Codes.IssueAsync(Subject("six@x.com"), next, Noon, Ct)).Status);
    }

    [Fact]
    public async Task Abuse_17_the_ceilings_are_exact_across_two_nodes()
    {
        Settings.CodesPerShopHour = 50;
        await using var redis = await ConnectAsync();
        var nodes = new[] { Codes, On(redis) };
        var answers = await Race.RunAsync(200, n => nodes[n % 2].IssueAsync(
            Subject($"two{n}@x.com"), NetworkAddress.Of(new IPAddress([198, 51, 100, (byte)n])), Noon, Ct));
        Assert.Equal(50, answers.Count(answer => answer.Status == IssueStatus.Issued));
        Assert.Equal(150, answers.Count(answer => answer.Status == IssueStatus.TooManyForShop));
        Assert.Equal(50, await Codes.SentInAnHourAsync(Noon, Ct));
    }

    [Fact]
    public async Task Abuse_17_the_shop_has_a_budget()
    {
        Settings.CodesPerShopHour = 3;
        for (var n = 0; n < 3; n++)
            await IssueAsync(Subject($"s{n}@x.com"), Noon);
        var fourth = await Codes.IssueAsync(Subject("s4@x.com"), Home, Noon, Ct);
        Assert.Equal(IssueStatus.TooManyForShop, fourth.Status);
        await IssueAsync(Subject("s4@x.com"), Noon.AddHours(1));
    }
}
