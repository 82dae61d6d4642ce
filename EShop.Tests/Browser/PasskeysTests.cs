using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>Passkeys of a real browser on a device of its own making.</summary>
public sealed class PasskeysTests
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_confirms_and_is_removed()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page) = (new Enrolling(visitor), visitor.Page);
            await pages.PlugInDeviceAsync();
            await new SigningUp(shop, visitor).SignUpAsync("Keyholder");
            await visitor.GoToAsync("/account/security");
            await page.GetByLabel("Name of the new passkey").FillAsync("My phone");
            await pages.PressAsync("Add a passkey");
            await pages.ConfirmAsync(SigningUp.Password);
            await page.GetByLabel("Name of the new passkey").FillAsync("My phone");
            await pages.PressAsync("Add a passkey");
            await Expect(page.GetByText("The passkey was added.")).ToBeVisibleAsync();
            await Expect(page.GetByText("My phone", new() { Exact = true })).ToBeVisibleAsync();

            await pages.SignOutAsync();
            await visitor.GoToAsync("/sign-in?returnUrl=/account/security");
            await pages.PressAsync("Sign in with a passkey");
            await Expect(pages.Heading("Sign-in and security")).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Remove My phone" }).ClickAsync();
            await pages.PressAsync("Confirm with a passkey");
            await page.GetByRole(AriaRole.Button, new() { Name = "Remove My phone" }).ClickAsync();
            await Expect(page.GetByText("The passkey was removed.")).ToBeVisibleAsync();
            await Expect(page.GetByText("You have none yet.")).ToBeVisibleAsync();

            await pages.SignOutAsync();
            await visitor.GoToAsync("/sign-in");
            await pages.PressAsync("Sign in with a passkey");
            await Expect(page.GetByText("This passkey is not known here.")).ToBeVisibleAsync();
        }, ByName(shop));
    }

    [Fact]
    public async Task Abuse_62_a_passkey_is_enough_for_an_admin_and_follows_the_password()
    {
        var shop = await WebShop.SharedAsync();
        var (email, password) = await HttpStaff.MakeAdminAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page) = (new Enrolling(visitor), visitor.Page);
            await pages.PlugInDeviceAsync();
            await pages.TypePasswordAsync(email, password);
            await Expect(pages.Heading("Sign-in and security")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Replace the one-time password" }).ClickAsync();
            await page.GetByLabel("Current password").FillAsync(password);
            await page.GetByLabel("New password").FillAsync(HttpStaff.OwnPassword);
            await pages.PressAsync("Set the password");
            await page.GetByLabel("Name of the new passkey").FillAsync("Office");
            await pages.PressAsync("Add a passkey");
            await page.GetByRole(AriaRole.Link, new() { Name = "To the management pages" }).ClickAsync();
            await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("Management"));

            await pages.SignOutAsync();
            await pages.TypePasswordAsync(email, HttpStaff.OwnPassword);
            await Expect(pages.Heading("One more step")).ToBeVisibleAsync();
            await Expect(page.GetByLabel("Code", new() { Exact = true })).ToHaveCountAsync(0);
            await pages.PressAsync("Sign in with a passkey");
            await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/admin$"));
        }, ByName(shop));
    }

    [Fact]
    public async Task Without_script_or_passkeys_the_password_form_stands_alone()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.GoToAsync("/sign-in");
            await Expect(visitor.Page.GetByLabel("Password", new() { Exact = true })).ToBeVisibleAsync();
            await Expect(visitor.Page.GetByText("Sign in with a passkey")).ToBeHiddenAsync();
        }, options => options.JavaScriptEnabled = false);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.Page.AddInitScriptAsync("delete window.PublicKeyCredential");
            await visitor.GoToAsync("/sign-in");
            await Expect(visitor.Page.GetByText("Sign in with a passkey")).ToBeHiddenAsync();
        });
    }

    // An address of numbers cannot have passkeys.
    private static Action<BrowserNewContextOptions> ByName(WebShop shop) =>
        options => options.BaseURL = $"http://localhost:{shop.Address.Port}/";
}
