using System.Text.Json;
using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>The pages about second factors, as their owner reads them.</summary>
internal sealed class Enrolling(Visitor visitor)
{
    private readonly IPage _page = visitor.Page;

    /// <summary>The account page leads there; answers the app that holds the key.</summary>
    public async Task<AuthenticatorApp> TurnOnAsync(string password)
    {
        await visitor.GoToAsync("/account");
        await _page.GetByRole(AriaRole.Link, new() { Name = "Sign-in and security" }).ClickAsync();
        await _page.GetByRole(AriaRole.Link, new() { Name = "Set up" }).ClickAsync();
        await ConfirmAsync(password);
        await Expect(_page.GetByRole(AriaRole.Img, new() { Name = "QR code" })).ToBeVisibleAsync();
        Assert.Empty(await PageCheck.FaultsOfAsync(visitor));
        var app = new AuthenticatorApp(await _page.Locator(".setup-key").InnerTextAsync());
        await _page.GetByLabel("Six-digit code").FillAsync(app.CodeAt(TimeProvider.System.GetUtcNow()));
        await PressAsync("Turn on");
        await Expect(_page.Locator(".recovery-codes li")).ToHaveCountAsync(10);
        Assert.Empty(await PageCheck.FaultsOfAsync(visitor));
        await _page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await Expect(_page.GetByText("Recovery codes left: 10")).ToBeVisibleAsync();
        return app;
    }

    public async Task ConfirmAsync(string password)
    {
        await Expect(Heading("Is it you?")).ToBeVisibleAsync();
        await _page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await PressAsync("Confirm");
    }

    public async Task SignOutAsync()
    {
        await visitor.GoToAsync("/account");
        var section = _page.Locator("section");
        await section.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(_page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/$"));
    }

    public async Task TypePasswordAsync(string email, string password)
    {
        await visitor.GoToAsync("/sign-in");
        await _page.GetByLabel("E-mail").FillAsync(email);
        await _page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await PressAsync("Sign in");
    }

    public async Task TypeCodeAsync(string code)
    {
        await _page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await PressAsync("Sign in");
    }

    public Task PressAsync(string button) => _page.GetByRole(AriaRole.Main)
        .GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public ILocator Heading(string text) => _page.GetByRole(AriaRole.Heading, new() { Name = text, Level = 1 });

    /// <summary>A device of the browser's own making that holds passkeys and asks for a finger (CDP WebAuthn).
    /// </summary>
    public async Task<ICDPSession> PlugInDeviceAsync()
    {
        var device = await _page.Context.NewCDPSessionAsync(_page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = JsonSerializer.SerializeToElement(new
            {
                protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true,
                isUserVerified = true, automaticPresenceSimulation = true,
            }),
        });
        return device;
    }
}
