using System.Net;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>Signing up while parts of the shop die.</summary>
public sealed class SignUpFaultsTests
{
    private const int People = 40;
    private const int KillAfter = 10;

    [Theory, EachStore]
    public async Task S6_killed_between_account_and_coupon_the_coupon_comes_all_the_same_and_once(Store store)
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Store = store;
            options.Settings["Messaging:ClaimTime"] = "00:00:02";
        });
        await HoldCouponsAsync(shop);
        var email = HttpSignUp.NewEmail();
        using (var person = new HttpSignUp(shop)) await person.SignUpAsync(email);
        await Until.TrueAsync(async () => (await shop.RowsAsync(
            "select id from messages where kind = 'AccountCreated' and tries > 0")).Count == 1);
        await shop.KillAsync();
        Assert.Equal(0, await CouponsOfAsync(shop, email)); // the account is there, the coupon is not

        await LetCouponsGoAsync(shop);
        await shop.StartAgainAsync();

        await Until.TrueAsync(async () => await CouponsOfAsync(shop, email) > 0);
        // The same message once more, as after a kill between the grant and its mark.
        await shop.SpoilAsync("update messages set state = 'Waiting', done_at = null where kind = 'AccountCreated'");
        await Until.TrueAsync(async () => (await shop.RowsAsync(
            "select id from messages where kind = 'AccountCreated' and state <> 'Done'")).Count == 0);
        Assert.Equal(1, await CouponsOfAsync(shop, email));
        await AuditAsync(shop);
    }

    [Theory, EachStore]
    public async Task S6_killed_in_the_middle_of_forty_sign_ups_each_account_gets_one_coupon(Store store)
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Store = store;
            options.Settings["Messaging:ClaimTime"] = "00:00:02";
            options.Settings["PasswordHash:MemoryKib"] = "19456";
            options.Settings["PasswordHash:QueueMax"] = $"{People}";
        });
        var people = Enumerable.Range(0, People).Select(_ => new HttpSignUp(shop)).ToArray();
        var emails = people.Select(_ => HttpSignUp.NewEmail()).ToArray();
        var pages = new HttpPage[People];
        for (var n = 0; n < People; n++) pages[n] = await people[n].AskAsync(emails[n]);
        var codes = new string[People];
        for (var n = 0; n < People; n++) codes[n] = await people[n].CodeAsync(emails[n]);

        var made = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killing = KillSoonAsync(shop, enough.Task);
        var answers = await Race.RunAsync(People, async n =>
        {
            if (n >= People / 2) await enough.Task;
            try
            {
                var isMade = (await people[n].CompleteAsync(pages[n], codes[n])).Path == "/welcome";
                if (isMade && Interlocked.Increment(ref made) == KillAfter) enough.TrySetResult();
                return isMade;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        await killing;
        Assert.Contains(answers, isMade => !isMade); // it was in the middle
        await shop.StartAgainAsync();

        var accounts = await shop.RowsAsync("select normalized_email from accounts where email like 'visitor-%'");
        Assert.Equal(accounts.Count, accounts.Select(row => row[0]).Distinct().Count());
        foreach (var (_, email) in answers.Zip(emails).Where(pair => pair.First))
            Assert.Contains(accounts, row => row[0] == email);
        await Until.TrueAsync(async () => (await shop.RowsAsync(
            "select id from messages where kind = 'AccountCreated' and state <> 'Done'")).Count == 0);
        foreach (var row in accounts) Assert.Equal(1, await CouponsOfAsync(shop, row[0]));
        await AuditAsync(shop);
        foreach (var person in people) person.Dispose();
    }

    [Fact]
    public async Task Without_Redis_no_code_is_sent_and_it_is_said_plainly_and_all_is_well_when_it_is_back()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["Redis:Connection"] = redis.Connection;
            options.Settings["Redis:CommandTimeout"] = "00:00:00.5";
        });
        using var person = new HttpSignUp(shop);
        var email = HttpSignUp.NewEmail();
        var page = await person.OpenAsync();
        var text = await shop.ReadCaptchaAsync(HttpSignUp.CaptchaIdOf(page));
        await redis.KillAsync();

        var refused = await person.Visitor.SubmitAsync(page, HttpSignUp.AskForm, new()
        {
            ["Form.Email"] = email, ["Form.CaptchaText"] = text,
        });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("try again", refused.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(email, refused.Document.QuerySelector("input[name='Form.Email']")!.GetAttribute("value"));
        var opened = await person.OpenAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, opened.Status);
        Assert.Contains("try again", opened.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await shop.RowsAsync("select id from mails"));

        await redis.StartAgainAsync();
        await Until.TrueAsync(async () => (await person.OpenAsync()).Status == HttpStatusCode.OK);
        await person.SignUpAsync(email);
    }

    private static async Task KillSoonAsync(WebShop shop, Task enough)
    {
        await enough;
        await shop.KillAsync();
    }

    private static Task HoldCouponsAsync(WebShop shop) => shop.SpoilAsync(shop.PostgresConnection is null
        ? "create trigger held before insert on coupon_claims begin select raise(abort, 'held by the test'); end"
        : """
          create function held() returns trigger language plpgsql as
          $$ begin raise exception 'held by the test'; end $$;
          create trigger held before insert on coupon_claims for each row execute function held()
          """);

    private static Task LetCouponsGoAsync(WebShop shop) => shop.SpoilAsync(
        shop.PostgresConnection is null ? "drop trigger held" : "drop trigger held on coupon_claims");

    private static async Task<int> CouponsOfAsync(WebShop shop, string email) => (await shop.RowsAsync($"""
        select c.id from coupon_claims c join accounts a on a.id = c.account_id where a.normalized_email = '{email}'
        """)).Count;

    private static async Task AuditAsync(WebShop shop)
    {
        var audit = await shop.RunVerbAsync("audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }
}
