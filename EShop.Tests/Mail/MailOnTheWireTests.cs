using System.Globalization;
using EShop.Core.Accounts;
using EShop.Core.Mail;
using EShop.Core.Primitives;
using EShop.Core.Storage;
using EShop.Tests.Support;
using Microsoft.Data.Sqlite;
using MimeKit;

namespace EShop.Tests.Mail;

/// <summary>From the row in the queue to the mailbox, over a real mail server.</summary>
public sealed class MailOnTheWireTests
{
    private const string CodePage = "/sign-up/code";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task A_mail_arrives_as_text_and_html_in_the_readers_language(Store store)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var shop = await TestShop.CreateAsync(store, options => Use(options.Settings, server.Port));
        var letter = AccountMails.SignUpCode(
            new MailReader(EmailAddress.Parse("li@example.com"), "zh"), "271828", shop.Now.AddMinutes(10));
        await shop.Get<ShopStore>().WriteAsync(
            db =>
            {
                MailQueue.Add(db, shop.Now, letter);
                return Task.CompletedTask;
            },
            Ct);

        Assert.Equal(1, (await shop.Get<SendDueMail>().ExecuteAsync(Ct)).Delivered);

        var mail = Assert.Single(server.Mails());
        Assert.Equal("您的 EShop 注册验证码", mail.Subject);
        Assert.Equal(("li@example.com", "li@example.com"), (mail.To.ToString(), mail.Headers["X-Test-Recipients"]));
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(shop.Now, mail.Date);
        Assert.Equal($"{shop.Now.ToUnixTimeMilliseconds()}.1@eshop.local", mail.MessageId);
        var parts = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain", "text/html"], parts.Select(part => part.ContentType.MimeType));
        Assert.Equal(letter.ToText(), mail.TextBody!.ReplaceLineEndings("\r\n"));
        Assert.Equal(letter.ToHtml(), mail.HtmlBody!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task F39_with_the_mail_server_down_sign_up_goes_on_and_the_code_comes_when_it_is_back()
    {
        var port = await FormerPortAsync();
        var folder = Directory.CreateTempSubdirectory("eshop-tls-").FullName;
        var certificate = SmtpServer.NewCertificate(folder);
        await using var shop = await WebShop.StartAsync(options =>
        {
            Use(options.Settings, port);
            options.Settings["Mail:Host"] = "localhost";
            options.Settings["Mail:Security"] = nameof(MailSecurity.StartTls);
            options.Settings["Mail:User"] = "shop";
            options.Settings["Mail:Password"] = "secret";
            options.Settings["SSL_CERT_FILE"] = certificate; // how Linux is told whom to trust
        });
        using var visitor = new HttpVisitor(shop.Address);

        // No request waits for the mail server, and nobody learns that it is away.
        Assert.Equal(CodePage, (await AskForCodeAsync(shop, visitor, "li@example.com")).Path);
        await Until.TrueAsync(async () => (await shop.RowsAsync("select last_error from mails")) is [[not ""]]);

        await using var server = await SmtpServer.StartAtAsync(
            port, "--certificate", certificate, "--user", "shop", "--password", "secret");
        var mail = Assert.Single(await server.MailsAsync(1));
        Assert.Equal("True", mail.Headers["X-Test-Tls"]);
        Assert.Equal("2", (await shop.RowsAsync("select tries from mails"))[0][0]);
        Assert.Matches(@"(?m)^ {4}\d{6}\r?$", mail.TextBody);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task F40_killed_between_sending_and_marking_the_shop_sends_the_same_mail_again()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var shop = await WebShop.StartAsync(options => Use(options.Settings, server.Port));
        using var visitor = new HttpVisitor(shop.Address);

        // The server has the mail and never says so; the shop's page does not wait for it.
        Assert.Equal(CodePage, (await AskForCodeAsync(shop, visitor, "hold@example.com")).Path);
        await server.MailsAsync(1);
        await shop.KillAsync();
        await LetClaimLapseAsync(shop);
        await shop.StartAgainAsync();

        var mails = await server.MailsAsync(2);
        Assert.Equal(mails[0].MessageId, mails[1].MessageId);
        Assert.Equal((mails[0].TextBody, mails[0].HtmlBody), (mails[1].TextBody, mails[1].HtmlBody));
    }

    /// <summary>Where a mail server was a moment ago.</summary>
    private static async Task<int> FormerPortAsync()
    {
        await using var server = await SmtpServer.StartAsync();
        return server.Port;
    }

    private static void Use(Dictionary<string, string?> settings, int port)
    {
        settings["Mail:Host"] = "127.0.0.1";
        settings["Mail:Port"] = port.ToString(CultureInfo.InvariantCulture);
        settings["Mail:Security"] = nameof(MailSecurity.None);
        settings["Mail:Timeout"] = "00:00:20";
    }

    private static async Task<HttpPage> AskForCodeAsync(WebShop shop, HttpVisitor visitor, string email)
    {
        var form = await visitor.GetAsync("/sign-up");
        var captcha = form.Document.QuerySelector("input[name='Form.CaptchaId']")!.GetAttribute("value")!;
        return await visitor.SubmitAsync(form, "form:has(input[name='Form.CaptchaId'])", new()
        {
            ["Form.Email"] = email, ["Form.CaptchaText"] = await shop.ReadCaptchaAsync(captcha),
        });
    }

    /// <summary>As if five minutes had gone by.</summary>
    private static async Task LetClaimLapseAsync(WebShop shop)
    {
        await using var connection = new SqliteConnection($"Data Source={shop.DataFolder}/shop.db;Pooling=False");
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "update mails set claimed_until = 0 where state = 'Waiting'";
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Ct));
    }
}
