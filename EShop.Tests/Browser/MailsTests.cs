using EShop.Core.Accounts;
using EShop.Core.Primitives;
using EShop.Tests.Support;
using Microsoft.Playwright;

namespace EShop.Tests.Browser;

/// <summary>Mails as a mail program shows them, and the mailbox of the development shop.</summary>
public sealed class MailsTests
{
    [Theory]
    [InlineData(360, "zh", ColorScheme.Dark)]
    [InlineData(360, "en", ColorScheme.Light)]
    [InlineData(1280, "en", ColorScheme.Dark)]
    [InlineData(1280, "zh", ColorScheme.Light)]
    public async Task A_mail_reads_well_on_a_phone_and_in_the_dark(int width, string language, ColorScheme scheme)
    {
        var expiry = new DateTimeOffset(2026, 7, 1, 2, 10, 0, TimeSpan.Zero);
        var reader = new MailReader(EmailAddress.Parse("li@example.com"), language);
        var letters = new[]
        {
            AccountMails.SignUpCode(reader, "271828", expiry), AccountMails.AlreadyRegistered(reader, expiry),
        };
        await Chromium.VisitAsync(await WebShop.SharedAsync(), async visitor =>
        {
            foreach (var (index, letter) in letters.Index())
            {
                await visitor.Page.SetContentAsync(letter.ToHtml());
                Assert.Empty(await PageCheck.FaultsOfAsync(visitor));
                await visitor.Page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(Servers.ResultsFolder, "mails", $"{width}-{language}-{scheme}-{index}.png"),
                });
            }
        }, options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new ViewportSize { Width = width, Height = 700 };
        });
    }

    [Theory]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    public async Task The_mailbox_shows_the_text_and_the_html_in_a_sandbox(int width, ColorScheme scheme)
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var walk = new SigningUp(shop, visitor);
            var email = SigningUp.NewEmail();
            await walk.AskForCodeAsync(email);
            var code = await walk.ReadCodeAsync(email);
            await visitor.GoToAsync($"/dev/mail?to={Uri.EscapeDataString(email)}");
            Assert.Empty(await PageCheck.FaultsOfAsync(visitor));
            await visitor.Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(Servers.ResultsFolder, "mails", $"{width}-{scheme}-mailbox.png"), FullPage = true,
            });

            var address = await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "As a mail program shows it" })
                .GetAttributeAsync("href");
            // By plain HTTP: in its sandbox the driver's own scripts are refused as well.
            var answer = await visitor.Page.APIRequest.GetAsync(address!);

            Assert.StartsWith("sandbox; default-src 'none'; ", answer.Headers["content-security-policy"],
                StringComparison.Ordinal);
            Assert.Contains($">{code}</p>", await answer.TextAsync(), StringComparison.Ordinal);
            Assert.Equal(404, await visitor.GoToAsync("/dev/mail/..%2f..%2fshop"));
        }, options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new ViewportSize { Width = width, Height = 700 };
        });
    }
}
