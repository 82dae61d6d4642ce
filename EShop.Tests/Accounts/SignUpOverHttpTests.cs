using System.Net;
using System.Text.RegularExpressions;
using EShop.Tests.Support;

namespace EShop.Tests.Accounts;

/// <summary>Signing up as a program sees it that means no good.</summary>
public sealed class SignUpOverHttpTests
{
    private static readonly string Long = new('x', 100_000);

    public static readonly TheoryData<string, string> Bad = new()
    {
        { "Form.Email", "" }, { "Form.Email", "a@b" }, { "Form.Email", "a@@example.com" },
        { "Form.Email", "a@example.com\r\nBcc: b@example.com" }, { "Form.Email", "a\0@example.com" },
        { "Form.Email", "\ud83d\ude00@example.com" }, { "Form.Email", "a@\u202eexample.com" },
        { "Form.Email", "a@xn--.com" }, { "Form.Email", new string('a', 300) + "@example.com" },
        { "Form.Email", "\"a b\"@example.com" }, { "Form.Email", Long },
        { "Form.CaptchaId", "" }, { "Form.CaptchaId", "../../x" }, { "Form.CaptchaId", Long },
        { "Form.CaptchaId", "0123456789abcdef0123456789abcdef" }, { "Form.CaptchaText", "" },
        { "Form.CaptchaText", "\0\0\0\0\0" }, { "Form.CaptchaText", Long }, { "Form.CaptchaWork", "-1" },
        { "Form.CaptchaWork", Long }, { "Form.CaptchaWork", "99999999999999999999" }, { "Form.Act", Long },
        { "Form.Website", "https://example.com" },
    };

    public static readonly TheoryData<string, string> BadCompletion = new()
    {
        { "Form.Code", "" }, { "Form.Code", "12345" }, { "Form.Code", "\0\0\0\0\0\0" }, { "Form.Code", Long },
        { "Form.Code", "１２３４５" }, { "Form.DisplayName", "" }, { "Form.DisplayName", "<script>alert(1)</script>" },
        { "Form.DisplayName", "\0" }, { "Form.DisplayName", Long }, { "Form.DisplayName", "\u200b\u200b" },
        { "Form.Password", "" }, { "Form.Password", "short" }, { "Form.Password", new string('p', 4096) },
        { "Form.Password", Long }, { "Form.Avatar", "not a file" },
    };

    [Fact]
    public async Task Abuse_1_a_known_address_gets_the_same_page()
    {
        var shop = await WebShop.SharedAsync();
        var (known, unknown) = (HttpSignUp.NewEmail(), HttpSignUp.NewEmail());
        using (var owner = new HttpSignUp(shop)) await owner.SignUpAsync(known);
        using var strangers = new HttpSignUp(shop);
        var (first, second) = (await strangers.AskAsync(known), await strangers.AskAsync(unknown));

        // The pause of a minute is the same for both: it counts mails, not accounts.
        Assert.Equal(HttpStatusCode.TooManyRequests, first.Status);
        Assert.Equal("/sign-up/code", second.Path);
        using var late = new HttpSignUp(shop);
        var third = await late.AskAsync(unknown);
        Assert.Equal(Plain(first, known), Plain(third, unknown));
    }

    [Fact]
    public async Task Abuse_10_fields_that_the_form_does_not_have_are_ignored()
    {
        var shop = await WebShop.SharedAsync();
        using var person = new HttpSignUp(shop);
        var (email, other) = (HttpSignUp.NewEmail(), HttpSignUp.NewEmail());
        var page = await person.AskAsync(email);
        var welcome = await person.Visitor.SubmitAsync(page, HttpSignUp.CodeForm, new()
        {
            ["Form.Code"] = await person.CodeAsync(email), ["Form.DisplayName"] = "Li Lei",
            ["Form.Password"] = HttpSignUp.Password, ["Form.IsAdmin"] = "true", ["IsAdmin"] = "true",
            ["Form.Role"] = "Admin", ["Form.Id"] = "1", ["Form.Email"] = other, ["email"] = other,
            ["Form.EmailConfirmed"] = "false", ["Form.Visitor"] = "x",
        });
        Assert.Equal("/welcome", welcome.Path);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.Visitor.GetAsync("/admin")).Status);
        Assert.Single(await shop.RowsAsync($"select id from accounts where normalized_email = '{email}'"));
        Assert.Empty(await shop.RowsAsync($"select id from accounts where normalized_email = '{other}'"));
        Assert.Empty(await shop.RowsAsync($"""
            select 1 from account_roles r join accounts a on a.id = r.user_id where a.normalized_email = '{email}'
            """));
    }

    [Fact]
    public async Task Abuse_11_a_form_without_its_own_token_is_refused()
    {
        var shop = await WebShop.SharedAsync();
        using var person = new HttpSignUp(shop);
        using var stranger = new HttpSignUp(shop);
        var email = HttpSignUp.NewEmail();
        var page = await person.OpenAsync();
        var text = await shop.ReadCaptchaAsync(HttpSignUp.CaptchaIdOf(page));
        var foreign = (await stranger.OpenAsync()).Document.QuerySelector("input[name='__RequestVerificationToken']")!;
        foreach (var token in new[] { "", "x", foreign.GetAttribute("value")! })
        {
            var answer = await person.Visitor.SubmitAsync(page, HttpSignUp.AskForm, new()
            {
                ["Form.Email"] = email, ["Form.CaptchaText"] = text, ["__RequestVerificationToken"] = token,
            });
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        }

        Assert.Equal(0, await MailsAsync(shop, email));
        Assert.Equal("/sign-up/code", (await person.AskAsync(page, email)).Path);
    }

    [Fact]
    public async Task Abuse_23_a_code_stands_only_in_its_mail()
    {
        var shop = await WebShop.SharedAsync();
        using var person = new HttpSignUp(shop);
        var email = HttpSignUp.NewEmail();
        var page = await person.AskAsync(email);
        var code = await person.CodeAsync(email);
        var again = await person.Visitor.GetAsync("/sign-up/code");
        var welcome = await person.CompleteAsync(page, code);

        Assert.Equal("/welcome", welcome.Path);
        foreach (var seen in new[] { page.Source, page.Address.ToString(), again.Source, welcome.Source })
            Assert.DoesNotContain(code, seen, StringComparison.Ordinal);
        Assert.DoesNotMatch($@"\b{code}\b", shop.Output);
        Assert.DoesNotContain(email, shop.Output, StringComparison.Ordinal);
        var mail = Assert.Single(await shop.RowsAsync(
            $"select subject, text_body, html_body, last_error from mails where recipient = '{email}'"));
        Assert.DoesNotContain(code, string.Join('\n', mail), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Abuse_24_a_solved_captcha_sent_a_hundred_times_counts_once_and_stands_nowhere_in_the_page()
    {
        var shop = await WebShop.SharedAsync();
        using var person = new HttpSignUp(shop);
        var page = await person.OpenAsync();
        var id = HttpSignUp.CaptchaIdOf(page);
        var text = await shop.ReadCaptchaAsync(id);
        var source = Regex.Replace(page.Source, "base64,[^\"]*", "");
        Assert.DoesNotContain(text, source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(person.Visitor.Cookies, cookie => cookie.Value.Contains(text, StringComparison.Ordinal));

        var emails = Enumerable.Range(0, 100).Select(_ => HttpSignUp.NewEmail()).ToArray();
        var answers = await Race.RunAsync(100, n => person.Visitor.SubmitAsync(page, HttpSignUp.AskForm, new()
        {
            ["Form.Email"] = emails[n], ["Form.CaptchaText"] = text,
        }));
        Assert.Equal(
            [(HttpStatusCode.OK, "/sign-up/code", 1), (HttpStatusCode.UnprocessableEntity, "/sign-up", 99)],
            answers.CountBy(answer => (answer.Status, answer.Path)).OrderBy(count => count.Key.Status)
                .Select(count => (count.Key.Status, count.Key.Path, count.Value)));
        var list = string.Join("','", emails);
        Assert.Single(await shop.RowsAsync($"select id from mails where recipient in ('{list}')"));
    }

    [Fact]
    public async Task Abuse_26_who_fills_the_field_that_nobody_sees_is_told_of_a_wrong_picture()
    {
        var shop = await WebShop.SharedAsync();
        using var program = new HttpSignUp(shop);
        var email = HttpSignUp.NewEmail();
        var page = await program.OpenAsync();
        var trapped = await program.Visitor.SubmitAsync(page, HttpSignUp.AskForm, new()
        {
            ["Form.Email"] = email, ["Form.Website"] = "https://example.com",
            ["Form.CaptchaText"] = await shop.ReadCaptchaAsync(HttpSignUp.CaptchaIdOf(page)),
        });
        var wrong = await program.Visitor.SubmitAsync(await program.OpenAsync(), HttpSignUp.AskForm, new()
        {
            ["Form.Email"] = email, ["Form.CaptchaText"] = "wrong",
        });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, wrong.Text), (trapped.Status, trapped.Text));
        Assert.Equal(0, await MailsAsync(shop, email));
    }

    [Fact]
    public async Task A_new_picture_keeps_the_form()
    {
        var shop = await WebShop.SharedAsync();
        using var person = new HttpSignUp(shop);
        var email = HttpSignUp.NewEmail();
        var page = await person.OpenAsync();
        var fresh = await person.Visitor.SubmitAsync(page, HttpSignUp.AskForm, new()
        {
            ["Form.Email"] = email, ["Form.Act"] = "new-picture",
        });
        Assert.Equal(HttpStatusCode.OK, fresh.Status);
        Assert.Equal(email, fresh.Document.QuerySelector("input[name='Form.Email']")!.GetAttribute("value"));
        Assert.NotEqual(HttpSignUp.CaptchaIdOf(page), HttpSignUp.CaptchaIdOf(fresh));
        Assert.Equal("/sign-up/code", (await person.AskAsync(fresh, email)).Path);
    }

    [Theory, MemberData(nameof(Bad))]
    public async Task Abuse_8_bad_input_is_refused_at_the_form(string field, string value)
    {
        var shop = await WebShop.SharedAsync();
        using var program = new HttpSignUp(shop);
        var page = await program.OpenAsync();
        var fields = new Dictionary<string, string>
        {
            ["Form.Email"] = HttpSignUp.NewEmail(),
            ["Form.CaptchaText"] = field == "Form.CaptchaWork"
                ? "" : await shop.ReadCaptchaAsync(HttpSignUp.CaptchaIdOf(page)),
            [field] = value,
        };
        var answer = await program.Visitor.SubmitAsync(page, HttpSignUp.AskForm, fields);
        if (field == "Form.Act")
            Assert.Equal("/sign-up/code", answer.Path); // no button of ours: it is not read
        else if (value.Contains('\0', StringComparison.Ordinal))
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status); // no browser sends it so: not a form at all
        else
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "/sign-up"), (answer.Status, answer.Path));
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BadCompletion))]
    public async Task Abuse_9_a_bad_completion_is_refused_at_the_form_and_costs_no_code(string field, string value)
    {
        var shop = await WebShop.SharedAsync();
        using var person = new HttpSignUp(shop);
        var email = HttpSignUp.NewEmail();
        var page = await person.AskAsync(email);
        var code = await person.CodeAsync(email);
        var answer = await person.Visitor.SubmitAsync(page, HttpSignUp.CodeForm, new()
        {
            ["Form.Code"] = code, ["Form.DisplayName"] = "Li Lei", ["Form.Password"] = HttpSignUp.Password,
            [field] = value,
        });
        if (field == "Form.Avatar") // text is no file: there is no picture
        {
            Assert.Equal("/welcome", answer.Path);
            return;
        }

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/sign-up/code"), (answer.Status, answer.Path));
        Assert.NotNull(answer.Document.QuerySelector($"[name='{field}'][aria-invalid='true']"));
        Assert.Equal("/welcome", (await person.CompleteAsync(answer, code)).Path);
    }

    private static async Task<int> MailsAsync(WebShop shop, string email) =>
        (await shop.RowsAsync($"select id from mails where recipient = '{email}'")).Count;

    /// <summary>What is read, without the address itself.</summary>
    private static string Plain(HttpPage page, string email) =>
        $"{page.Status} {page.Path} {page.Text.Replace(email, "", StringComparison.Ordinal)}";
}
