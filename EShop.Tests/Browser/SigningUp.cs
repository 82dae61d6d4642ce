using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>The pages from an e-mail address to an account, as a shopper reads them.</summary>
internal sealed class SigningUp(WebShop shop, Visitor visitor)
{
    public const string Password = "violet tractor under moonlight";

    private readonly IPage _page = visitor.Page;

    public static string NewEmail() => $"visitor-{Guid.NewGuid():N}@example.com";

    /// <summary>All of it, to the welcome page.</summary>
    public async Task<string> SignUpAsync(string name)
    {
        var email = NewEmail();
        await AskForCodeAsync(email);
        await CompleteAsync(await ReadCodeAsync(email), name);
        await Expect(Heading($"Welcome, {name}")).ToBeVisibleAsync();
        return email;
    }

    public async Task AskForCodeAsync(string email)
    {
        await visitor.GoToAsync("/sign-up");
        await _page.GetByLabel("E-mail").FillAsync(email);
        await _page.GetByLabel("Characters in the picture").FillAsync(await ReadPictureAsync());
        await SendAsync();
        await Expect(Heading("Look into your mailbox")).ToBeVisibleAsync();
    }

    public async Task<string> ReadPictureAsync() =>
        await shop.ReadCaptchaAsync(await _page.Locator("input[name='Form.CaptchaId']").InputValueAsync());

    public Task SendAsync() => _page.GetByRole(AriaRole.Button, new() { Name = "Send me a code" }).Last.ClickAsync();

    /// <summary>Looks into the mailbox, which is a page of its own, and comes back.</summary>
    public async Task<string> ReadCodeAsync(string email)
    {
        var form = _page.Url;
        await visitor.WaitOnAsync($"/dev/mail?to={Uri.EscapeDataString(email)}", page => page.Locator(".mail .code"));
        var code = await _page.Locator(".mail .code").First.InnerTextAsync();
        await visitor.GoToAsync(form);
        return code.Trim();
    }

    public async Task CompleteAsync(string code, string name)
    {
        await _page.GetByLabel("Code from the mail").FillAsync(code);
        await _page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await _page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
    }

    private ILocator Heading(string text) => _page.GetByRole(AriaRole.Heading, new() { Name = text, Level = 1 });
}
