using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using EShop.Tests.Support;
using EShop.Web.Admin;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>Second factors as their owners meet them, without a script where none is needed.</summary>
public sealed partial class EnrollingTests
{
    private static readonly IReadOnlyList<string> AdminPaths =
    [
        .. typeof(AdminPage).Assembly.GetTypes()
            .SelectMany(page => page.GetCustomAttributes<RouteAttribute>())
            .Select(route => RouteValue().Replace(route.Template, "1"))
            .Where(path => path.StartsWith("/admin", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task Abuse_62_no_admin_page_opens_before_password_and_second_factor_are_there()
    {
        var shop = await WebShop.SharedAsync();
        var (email, password) = await HttpStaff.MakeAdminAsync(shop);
        using var visitor = new HttpVisitor(shop.Address);
        await visitor.SignInAsync(email, password);
        Assert.True(AdminPaths.Count >= 12, $"{AdminPaths.Count} pages");
        await AssertLedToEnrolAsync(visitor);

        await HttpStaff.EnrolAsync(visitor);
        await AssertLedToEnrolAsync(visitor);

        Assert.Equal("/account", await HttpStaff.ReplacePasswordAsync(visitor, password));
        var opened = await visitor.GetAsync("/admin");
        Assert.Equal((HttpStatusCode.OK, "/admin"), (opened.Status, opened.Path));
    }

    [Fact]
    public async Task Without_script_a_lost_phone_is_replaced_by_a_recovery_code()
    {
        var shop = await WebShop.SharedAsync();
        using var staff = await HttpStaff.EnrolledAsync(shop);
        var security = await staff.Visitor.GetAsync("/account/security");
        var asked = await staff.Visitor.SubmitAsync(security, "form:has(input[value='new-codes'])", []);
        Assert.Equal("/account/security/confirm", asked.Path);
        security = await staff.Visitor.SubmitAsync(
            asked, "form:has(input[name='Form.Password'])", new() { ["Form.Password"] = HttpStaff.OwnPassword });
        Assert.Equal("/account/security", security.Path);
        var renewed = await staff.Visitor.SubmitAsync(security, "form:has(input[value='new-codes'])", []);
        var code = renewed.Document.QuerySelector(".recovery-codes code")!.TextContent;

        using var other = new HttpVisitor(shop.Address);
        await other.SignInAsync(staff.Email, HttpStaff.OwnPassword);
        Assert.Equal("/sign-in", (await other.GetAsync("/admin")).Path);
        var step = await other.GetAsync("/sign-in/code");
        var wrong = await other.SubmitAsync(
            step, "form:has(input[name='Form.Code'])", new() { ["Form.Code"] = "aaaa-bbbb-cccc-dddd" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        var right = await other.SubmitAsync(
            wrong, "form:has(input[name='Form.Code'])", new() { ["Form.Code"] = code });
        Assert.Equal("/admin", right.Path);
        Assert.Contains("left: 9", (await other.GetAsync("/account/security")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shopper_turns_an_authenticator_on_signs_in_with_it_and_turns_it_off()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var pages = new Enrolling(visitor);
            var email = await new SigningUp(shop, visitor).SignUpAsync("Careful");
            var app = await pages.TurnOnAsync(SigningUp.Password);
            await pages.SignOutAsync();

            await pages.TypePasswordAsync(email, SigningUp.Password);
            await Expect(pages.Heading("One more step")).ToBeVisibleAsync();
            Assert.Empty(await PageCheck.FaultsOfAsync(visitor));
            await pages.TypeCodeAsync("000000");
            await Expect(visitor.Page.GetByLabel("Code", new() { Exact = true }))
                .ToHaveAttributeAsync("aria-invalid", "true");
            await pages.TypeCodeAsync(app.NextCode());
            await Expect(visitor.Page).ToHaveURLAsync(shop.Address.ToString());

            await visitor.GoToAsync("/account/security");
            await pages.PressAsync("Turn off");
            await pages.ConfirmAsync(SigningUp.Password);
            await pages.PressAsync("Turn off");
            await Expect(visitor.Page.GetByText("The authenticator app is off.")).ToBeVisibleAsync();
            await visitor.WaitOnAsync(
                $"/dev/mail?to={Uri.EscapeDataString(email)}", page => page.GetByText("Authenticator app turned off"));
        });
    }

    private static async Task AssertLedToEnrolAsync(HttpVisitor visitor)
    {
        foreach (var path in AdminPaths)
            Assert.Equal((path, "/account/security"), (path, (await visitor.GetAsync(path)).Path));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex RouteValue();
}
