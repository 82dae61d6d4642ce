using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>The sandbox's page, button by button, with real callbacks over HTTP; and what two windows, two clicks and a
/// step back do to one payment.</summary>
public sealed class SandboxPayTests
{
    private const string Otherwise = "See what happens when something goes wrong";

    private static readonly (string Button, string State, string Money)[] Ways =
    [
        ("Pay", "Paid", "Kept"),
        ("The bank says no", "AwaitingPayment", ""),
        ("Pay twice", "Paid", "Kept Refunded"),
        ("Pay a cent too little", "AwaitingPayment", "Suspicious"),
        ("Pay, and the shop is not told", "Paid", "Kept"),
        ("Pay, and the shop is told twice", "Paid", "Kept"),
        ("Pay, and the shop is told late", "Paid", "Kept"),
        ("Pay late", "AwaitingPayment", ""),
    ];

    [Fact]
    public async Task Every_button_does_what_it_says()
    {
        await using var shop = await StartAsync();
        var password = await HttpShopper.MakeCustomersAsync(shop, Ways.Length);
        foreach (var (index, (button, state, money)) in Ways.Index())
            await AtSandboxAsync(shop, (index + 1, password), async (visitor, order) =>
            {
                await PressAsync(visitor.Page, button);
                await Until.TrueAsync(async () => await StateAsync(shop, order) == (state, money));
                if (button == "The bank says no")
                    await Expect(visitor.Page.GetByText("Declined. No money has moved")).ToBeVisibleAsync();
                if (button == "Pay late") await CancelBeforeTheMoneyAsync(shop, visitor, order);
                var sold = state == "Paid" ? "Finish" : button == "Pay late" ? "Cancel" : "Lock";
                await Until.TrueAsync(async () => (await shop.TasksAsync(order)).Stock == sold);
            });
        await AuditAsync(shop);
    }

    [Fact]
    public async Task S16_Money_that_comes_when_the_time_is_up_revives_the_order()
    {
        await using var shop = await StartAsync(o => o.Settings["Orders:PayLimit"] = "00:00:10");
        var password = await HttpShopper.MakeCustomersAsync(shop, 1);
        await AtSandboxAsync(shop, (1, password), async (visitor, order) =>
        {
            await PressAsync(visitor.Page, "Pay late");
            await Until.TrueAsync(async () => await StateAsync(shop, order) == ("Paid", "Kept"));
            await Until.TrueAsync(async () =>
                (await shop.TasksAsync(order)).Stock.Split(", ").Order().SequenceEqual(["Cancel", "Finish"]));
            await visitor.GoToAsync($"/orders/{order}");
            await Expect(visitor.Page.GetByText("Your payment came after the time was up")).ToBeVisibleAsync();
            await Expect(visitor.Page.GetByText("It was not paid in time.")).ToBeVisibleAsync();
        });
        await AuditAsync(shop);
    }

    [Fact]
    public async Task Pay_against_cancel_in_two_windows_has_one_winner()
    {
        await using var shop = await StartAsync();
        var password = await HttpShopper.MakeCustomersAsync(shop, 2);
        await AtSandboxAsync(shop, (1, password), async (visitor, order) =>
        {
            var other = await visitor.NewTabAsync();
            await other.GotoAsync($"/orders/{order}");
            await CancelAsync(other);
            await Expect(other.GetByText("The order is cancelled.")).ToBeVisibleAsync();
            await PressAsync(visitor.Page, "Pay");
            await Expect(visitor.Page.GetByText("The shop has closed this payment.")).ToBeVisibleAsync();
            Assert.Equal(("Closed", ""), await StateAsync(shop, order));
        });
        await AtSandboxAsync(shop, (2, password), async (visitor, order) =>
        {
            var other = await visitor.NewTabAsync();
            await other.GotoAsync($"/orders/{order}/pay");
            await PressAsync(visitor.Page, "Pay, and the shop is not told");
            await CancelAsync(other);
            await Until.TrueAsync(async () => await StateAsync(shop, order) == ("Paid", "Kept"));
            await Expect(other.GetByText("The order is cancelled.")).ToHaveCountAsync(0);
        });
        await AuditAsync(shop);
    }

    [Fact]
    public async Task Two_clicks_and_a_step_back_pay_once()
    {
        await using var shop = await StartAsync();
        var password = await HttpShopper.MakeCustomersAsync(shop, 1);
        await AtSandboxAsync(shop, (1, password), async (visitor, order) =>
        {
            var page = visitor.Page;
            await Button(page, "Pay").DblClickAsync();
            await Expect(page.GetByText("Thank you, your payment has arrived.")).ToBeVisibleAsync();
            await page.GoBackAsync();
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await page.ReloadAsync();
            if (page.Url.Contains("/sandbox/", StringComparison.Ordinal))
                await Expect(page.GetByText("This has been paid already.")).ToBeVisibleAsync();
            Assert.Equal(("Paid", "Kept"), await StateAsync(shop, order));
        });
        await AuditAsync(shop);
    }

    private static Task<WebShop> StartAsync(Action<WebShopOptions>? configure = null) => WebShop.StartAsync(options =>
    {
        options.Settings["Settling:Period"] = "00:00:01";
        options.Settings["Payments:AskAfter"] = "00:00:02";
        configure?.Invoke(options);
    });

    /// <summary>A customer with an order, who has gone to pay it at the sandbox.</summary>
    private static async Task AtSandboxAsync(
        WebShop shop, (int Number, string Password) customer, Func<Visitor, string, Task> act)
    {
        using var shopper = await HttpShopper.SignInAsync(shop, customer);
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        var order = await shopper.CheckOutAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync($"/orders/{order}/pay");
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pay with play money" }).ClickAsync();
            await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Confirm your payment" }))
                .ToBeVisibleAsync();
            await act(visitor, order);
        });
    }

    private static async Task PressAsync(IPage page, string button)
    {
        if (button != "Pay") await page.GetByText(Otherwise).ClickAsync();
        await Button(page, button).ClickAsync();
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task CancelAsync(IPage page)
    {
        await page.GetByText("Cancel this order").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Order");
    }

    /// <summary>Who cancels while the money is under way gets it back.</summary>
    private static async Task CancelBeforeTheMoneyAsync(WebShop shop, Visitor visitor, string order)
    {
        await Expect(visitor.Page).ToHaveURLAsync($"{shop.Address}orders/{order}");
        await CancelAsync(visitor.Page);
        await Until.TrueAsync(async () => await StateAsync(shop, order) == ("Closed", "Refunded"));
        await visitor.GoToAsync($"/orders/{order}");
        await Expect(visitor.Page.GetByText("could not be used for this order and has gone back")).ToBeVisibleAsync();
    }

    private static async Task<(string State, string Money)> StateAsync(WebShop shop, string order)
    {
        var state = Assert.Single(await shop.RowsAsync($"select state from orders where number = '{order}'"))[0];
        var money = await shop.RowsAsync(
            $"select state from payments where order_number = '{order}' order by state");
        return (state, string.Join(' ', money.Select(row => row[0])));
    }

    private static async Task AuditAsync(WebShop shop)
    {
        var audit = await shop.RunVerbAsync("audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }
}
