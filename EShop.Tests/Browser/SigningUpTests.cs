using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

public sealed class SigningUpTests
{
    [Fact]
    public async Task A_wrong_form_says_so_at_the_field_and_keeps_what_was_typed()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (pages, page, email) = (new SigningUp(shop, visitor), visitor.Page, SigningUp.NewEmail());
            await visitor.GoToAsync("/sign-up");
            await page.GetByLabel("E-mail").FillAsync(email);
            await page.GetByLabel("Signs in the picture").FillAsync("wrong");
            await pages.SendAsync();
            await Expect(page.GetByLabel("Signs in the picture")).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(page.GetByLabel("E-mail")).ToHaveValueAsync(email);

            await page.GetByLabel("Signs in the picture").FillAsync(await pages.ReadPictureAsync());
            await pages.SendAsync();
            var code = await pages.ReadCodeAsync(email);
            await pages.CompleteAsync(code == "111111" ? "222222" : "111111", "Typed Name");
            await Expect(page.GetByLabel("Code from the mail")).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Typed Name");
            await Expect(page.GetByLabel("Password", new() { Exact = true })).ToHaveValueAsync("");

            await pages.CompleteAsync(code, "Typed Name");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Welcome, Typed Name" })).ToBeVisibleAsync();
        });
    }
}
