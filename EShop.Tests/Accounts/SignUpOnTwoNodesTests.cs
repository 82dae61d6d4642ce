using System.Net;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

/// <summary>Two processes on one PostgreSQL and one Redis, with nothing else in common.</summary>
public sealed class SignUpOnTwoNodesTests
{
    private const int CodesPerNetwork = 20;

    [Fact]
    public async Task A_captcha_shown_by_one_is_checked_by_the_other_and_the_code_too()
    {
        await using var first = await StartAsync();
        await using var second = await first.StartNodeAsync();
        using var person = new HttpSignUp(first);
        var email = HttpSignUp.NewEmail();

        var page = await person.OpenAsync();
        var text = await first.ReadCaptchaAsync(HttpSignUp.CaptchaIdOf(page));
        var asked = await person.AskAsync(page.At(second), email);
        Assert.Equal((HttpStatusCode.OK, second.Address.Port), (asked.Status, asked.Address.Port));
        Assert.Equal("/sign-up/code", asked.Path);
        var replayed = await person.Visitor.SubmitAsync(page, HttpSignUp.AskForm, new()
        {
            ["Form.Email"] = HttpSignUp.NewEmail(), ["Form.CaptchaText"] = text,
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, replayed.Status);

        var welcome = await person.CompleteAsync(asked.At(first), await person.CodeAsync(email, second));
        Assert.Equal(("/welcome", first.Address.Port), (welcome.Path, welcome.Address.Port));
        // The session that one node began is known to the other.
        var account = await person.Visitor.GetAsync(new Uri(second.Address, "/account"));
        Assert.Equal((HttpStatusCode.OK, "/account"), (account.Status, account.Path));
    }

    [Fact]
    public async Task Abuse_17_the_ceilings_are_exact_across_both()
    {
        await using var first = await StartAsync();
        await using var second = await first.StartNodeAsync();
        var people = Enumerable.Range(0, 3 * CodesPerNetwork).Select(_ => new HttpSignUp(first)).ToArray();
        var pages = await Task.WhenAll(people.Select(person => person.OpenAsync()));

        var answers = await Race.RunAsync(people.Length, n => people[n].AskAsync(
            n % 2 == 0 ? pages[n] : pages[n].At(second), HttpSignUp.NewEmail()));

        Assert.Equal(CodesPerNetwork, answers.Count(answer => answer.Path == "/sign-up/code"));
        Assert.Equal(2 * CodesPerNetwork, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.Equal(CodesPerNetwork, (await first.RowsAsync("select id from mails")).Count);
        foreach (var person in people) person.Dispose();
    }

    private static Task<WebShop> StartAsync() => WebShop.StartAsync(options =>
    {
        options.Store = Store.Postgres;
        options.Settings["SignUpGuard:CodesPerNetworkHour"] = $"{CodesPerNetwork}";
    });
}
