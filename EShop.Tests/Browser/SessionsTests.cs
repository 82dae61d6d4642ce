using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>Two browsers of one person: one signs the other out.</summary>
public sealed class SessionsTests
{
    private static readonly TimeSpan WithinAMinute = TimeSpan.FromSeconds(70);

    [Fact]
    public async Task Signing_out_everywhere_else_ends_the_other_browser_within_a_minute()
    {
        var shop = await WebShop.SharedAsync();
        var customer = await shop.NewCustomerAsync();
        using var here = await HttpShopper.SignInAsync(shop, customer);
        using var there = await HttpShopper.SignInAsync(shop, customer);
        await Chromium.VisitAsync(shop, async other =>
        {
            await other.TakeOverAsync(there.Visitor);
            await other.GoToAsync("/account");
            await Expect(Heading(other, $"Customer {customer.Number}")).ToBeVisibleAsync();
            await Chromium.VisitAsync(shop, async visitor =>
            {
                await visitor.TakeOverAsync(here.Visitor);
                await visitor.GoToAsync("/account");
                await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Where you are signed in" }).ClickAsync();
                await Expect(visitor.Page.Locator("[data-session]")).ToHaveCountAsync(2);
                Assert.Equal([], await PageCheck.FaultsOfAsync(visitor));

                await Button(visitor, "Sign out everywhere else").ClickAsync();

                await Expect(visitor.Page.GetByText("All other devices are signed out")).ToBeVisibleAsync();
                await Expect(visitor.Page.Locator("[data-session]")).ToHaveCountAsync(1);
                await Expect(visitor.Page.GetByText("This device", new() { Exact = true })).ToBeVisibleAsync();
            });
            await Until.TrueAsync(async () =>
            {
                await other.GoToAsync("/account");
                return other.Page.Url.Contains("/sign-in", StringComparison.Ordinal);
            }, WithinAMinute);
        });
    }

    [Fact]
    public async Task One_device_of_the_list_can_be_signed_out()
    {
        var shop = await WebShop.SharedAsync();
        var customer = await shop.NewCustomerAsync();
        using var here = await HttpShopper.SignInAsync(shop, customer);
        using var there = await HttpShopper.SignInAsync(shop, customer);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(here.Visitor);
            await visitor.GoToAsync("/account/sessions");
            await Expect(visitor.Page.Locator("[data-session]")).ToHaveCountAsync(2);
            await Button(visitor, "Sign out Another browser on another system").ClickAsync();
            await Expect(visitor.Page.GetByText("That device is signed out")).ToBeVisibleAsync();
            await Expect(visitor.Page.Locator("[data-session]")).ToHaveCountAsync(1);
        });
    }

    [Fact]
    public async Task Abuse_84_who_was_signed_out_finishes_no_click_in_an_open_circuit()
    {
        var shop = await WebShop.SharedAsync();
        using var staff = await HttpStaff.EnrolledAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(staff.Visitor);
            var desk = new AdminDesk(visitor.Page);
            await desk.OpenAsync("/admin/coupons/new");
            await desk.FillAsync("Name in English", "Never made");

            // The same session, ended from outside of this page.
            var account = await staff.Visitor.GetAsync("/account");
            await staff.Visitor.SubmitAsync(account, "form[action='/sign-out']", []);
            await desk.PressAsync("Save as draft");

            await Expect(Heading(visitor, "This page is not open to you")).ToBeVisibleAsync();
        });
    }

    private static ILocator Button(Visitor visitor, string name) =>
        visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Heading(Visitor visitor, string name) =>
        visitor.Page.GetByRole(AriaRole.Heading, new() { Name = name });
}
