using EShop.Tests.Faults;
using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>Money that goes back, as the shopper and staff live it, each in a window of their own.</summary>
public sealed class RefundingTests
{
    [Fact]
    public async Task A_shopper_asks_staff_refunds_a_part_and_declines_the_rest_and_the_open_page_shows_it()
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        var order = await PaidAsync(shop, shopper);
        using var admin = await HttpStaff.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var page = visitor.Page;
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync($"/orders/{order}");
            await page.GetByRole(AriaRole.Link, new() { Name = "Ask for a refund" }).ClickAsync();
            await page.GetByLabel("What is wrong?").FillAsync("It squeaks.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send the request" }).ClickAsync();
            await Expect(page.GetByText("Your reason: It squeaks.")).ToBeVisibleAsync();

            await RefundAPartAsync(shop, admin, order);
            await Expect(page.GetByText("CN¥1.00 has gone back to you")).ToBeVisibleAsync(new() { Timeout = 45_000 });
            await Expect(page.GetByText("The shop says: For the trouble.")).ToBeVisibleAsync();
            await Expect(page.Locator("#order-state")).ToHaveTextAsync("Paid");
        });
    }

    [Fact]
    public async Task Staff_cancels_a_paid_order_writes_a_note_and_prints_nothing_to_be_packed()
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        var order = await PaidAsync(shop, shopper);
        using var admin = await HttpStaff.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            var desk = new AdminDesk(visitor.Page);
            await desk.OpenAsync($"/admin/orders/{order}");
            await desk.FillAsync("New note", "Called at noon.");
            await desk.PressAsync("Add the note");
            await desk.SeeAsync("The note is kept.");
            await desk.SeeAsync("Called at noon.");
            await desk.PressAsync("Cancel and refund all");
            await desk.AnswerAsync("Cancel this paid order?", "Cancel and refund all");
            await desk.SeeAsync("The order is cancelled; the money is on its way back.");
            await Until.TrueAsync(async () => (await shop.RowsAsync(
                $"select state from orders where number = '{order}'"))[0][0] == "Refunded");

            await desk.OpenAsync($"/admin/orders/{order}/slip");
            await desk.SeeAsync("This order is not to be sent.");
            await desk.OpenAsync("/admin/staff-actions");
            await Expect(desk.Row(order).First).ToContainTextAsync("Cancelled a paid order");
        });
    }

    /// <summary>The sandbox refuses what is more than is left with it; its own books say that all has gone back, and
    /// are put right later.</summary>
    [Fact]
    public async Task Staff_tries_a_refused_refund_again_and_the_money_goes_back_once()
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        var order = await PaidAsync(shop, shopper);
        using var admin = await HttpStaff.SignInAsync(shop);
        await AtProviderAsync("amount_minor");
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            var desk = new AdminDesk(visitor.Page);
            await desk.OpenAsync($"/admin/orders/{order}");
            await desk.FillAsync("Amount", "1.00");
            await desk.PressAsync("Refund");
            await desk.AnswerAsync("Refund", "Refund");
            await desk.SeeAsync("CN¥1.00 is on its way back.");
            await Until.TrueAsync(async () => (await RefundsAsync("refused_at is not null")).Count == 1);

            await desk.OpenAsync("/admin/refunds");
            await desk.Main.GetByRole(AriaRole.Link, new() { Name = order }).First.ClickAsync();
            await desk.SeeAsync("Refused by the provider");
            await desk.PressAsync("Try again");
            await desk.SeeAsync("The provider is asked again.");
            await Until.TrueAsync(async () => (await RefundsAsync("refused_at is not null")).Count == 1);
            await desk.OpenAsync($"/admin/orders/{order}");
            await desk.SeeAsync("Refused by the provider");

            await AtProviderAsync("0");
            await desk.PressAsync("Try again");
            await desk.SeeAsync("The provider is asked again.");
            await Until.TrueAsync(async () => (await RefundsAsync("done_at is not null")).Count == 1);
            await desk.OpenAsync($"/admin/orders/{order}");
            await Expect(desk.Row("CN¥1.00")).ToContainTextAsync("Confirmed");
            await Expect(desk.Main.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToHaveCountAsync(0);
        });
        Assert.Equal("100", Assert.Single(await shop.RowsAsync(
            $"select refunded_minor from sandbox_trades where order_number = '{order}'"))[0]);
        Assert.Single(await RefundsAsync("true"));
        await shop.AuditAsync();

        Task AtProviderAsync(string refunded) => shop.SpoilAsync(
            $"update sandbox_trades set refunded_minor = {refunded} where order_number = '{order}'");

        Task<List<string[]>> RefundsAsync(string which) => shop.RowsAsync(
            $"""
            select id from refunds where {which}
            and payment_id in (select id from payments where order_number = '{order}')
            """);
    }

    private static async Task RefundAPartAsync(WebShop shop, HttpVisitor admin, string order) =>
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            var desk = new AdminDesk(visitor.Page);
            await desk.OpenAsync("/admin/refunds");
            await desk.Row(order).GetByRole(AriaRole.Link).ClickAsync();
            await desk.SeeAsync("The shopper asks for a refund");
            await desk.FillAsync("Amount", "9999999");
            await desk.PressAsync("Refund");
            await desk.AnswerAsync("Refund", "Refund");
            await desk.SeeAsync("is left to be refunded.");
            await desk.FillAsync("Amount", "1.00");
            await desk.FillAsync("A word to the shopper", "For the trouble.");
            await desk.PressAsync("Refund");
            await desk.AnswerAsync("Refund", "Refund");
            await desk.SeeAsync("CN¥1.00 is on its way back.");
        });

    /// <summary>An order paid with play money.</summary>
    internal static async Task<string> PaidAsync(WebShop shop, HttpShopper shopper)
    {
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        var order = await shopper.CheckOutAsync();
        var page = await shopper.Visitor.GetAsync($"/orders/{order}/pay");
        page = await shopper.Visitor.SubmitAsync(page, "form:has([value=pay])", new() { ["Provider"] = "sandbox" });
        await shopper.Visitor.SubmitAsync(page, "form:has([value=sandbox])", []);
        await Until.TrueAsync(async () => (await shop.RowsAsync(
            $"select state from orders where number = '{order}'"))[0][0] == "Paid");
        return order;
    }
}
