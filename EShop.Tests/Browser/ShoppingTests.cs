using System.Text.RegularExpressions;
using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

public sealed partial class ShoppingTests
{
    private const string Welcome = "Welcome: ¥20 off";
    private const string Half = "Only 50 of them: ¥50 off";

    /// <summary>S1 to S12 as one person lives them: a cart as a guest, an account by a mailed code, a coupon claimed,
    /// an order paid with play money, and stock and coupon settled.</summary>
    [Fact]
    public async Task A_newcomer_walks_from_sign_up_to_a_finished_task()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await shop.GoodsAsync(fromMinor: 200_00);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (page, shopping, pages) = (visitor.Page, new Shopping(visitor), new SigningUp(shop, visitor));
            await shopping.PutInCartAsync(goods);
            await pages.SignUpAsync("Han Meimei");
            await shopping.SeeCouponAsync(Welcome, "Can be used");
            await shopping.ClaimCouponAsync(Half);

            var order = await shopping.CheckOutAsync(Half);
            Assert.Equal(("Lock", "Lock"), await shop.TasksAsync(order));
            await shopping.SeeCouponAsync(Half, "Held by an unpaid order");
            await shopping.PayAsync(order);
            await Expect(page.GetByText(TakenOff()).First).ToBeVisibleAsync();

            await shopping.SeeCouponAsync(Half, "Used");
            await Until.TrueAsync(async () => await shop.TasksAsync(order) == ("Finish", "Finish"));
            await visitor.GoToAsync("/orders");
            await Expect(page.GetByRole(AriaRole.Article).Filter(new() { HasText = order })).ToContainTextAsync("Paid");
        });
    }

    /// <summary>The button twice, as impatient people press it; then back, through all that the browser remembers.
    /// </summary>
    [Fact]
    public async Task Pressing_twice_places_one_order_and_the_way_back_shows_it_paid()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await shop.GoodsAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        await shopper.PutInCartAsync(goods);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (page, shopping) = (visitor.Page, new Shopping(visitor));
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync("/checkout");
            await shopping.FillAddressAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Place order" }).DblClickAsync();
            await Expect(shopping.Heading("Pay")).ToBeVisibleAsync();
            var order = shopping.OrderNumber();
            await shopping.PayAsync(order);

            // The page where it was to be paid says that it is, and the checkout has nothing to order any more.
            await visitor.GoToAsync($"/orders/{order}/pay");
            await Expect(shopping.Heading($"Order {order}")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Paid");
            for (var back = 0; back < 8 && new Uri(page.Url).AbsolutePath != "/checkout"; back++)
            {
                await page.GoBackAsync();
                await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pay with play money" }))
                    .ToHaveCountAsync(0);
            }
            Assert.Equal("/checkout", new Uri(page.Url).AbsolutePath);
            var again = page.GetByRole(AriaRole.Button, new() { Name = "Place order" });
            if (await again.CountAsync() > 0) await again.ClickAsync(); // a browser that kept the page
            else await Expect(page.GetByText("Your cart is empty")).ToBeVisibleAsync();
            var account = $"(select id from accounts where email = '{shopper.Email}')";
            var orders = await shop.RowsAsync($"select number, state from orders where account_id = {account}");
            Assert.Equal([$"{order} Paid"], orders.Select(row => string.Join(' ', row)));
        });
    }

    [GeneratedRegex(@"[-−](CN)?¥50\.00")]
    private static partial Regex TakenOff();

    [Fact]
    public async Task Nobody_sees_the_order_of_somebody_else()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await shop.GoodsAsync();
        var order = "";
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await new SigningUp(shop, visitor).SignUpAsync("Owner");
            await new Shopping(visitor).PutInCartAsync(goods);
            order = await new Shopping(visitor).CheckOutAsync();
            Assert.Equal(200, await visitor.GoToAsync($"/orders/{order}"));
        });
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await new SigningUp(shop, visitor).SignUpAsync("Stranger");
            Assert.Equal(404, await visitor.GoToAsync($"/orders/{order}"));
            Assert.Equal(404, await visitor.GoToAsync($"/orders/{order}/pay"));
            await Expect(visitor.Page.GetByText("Han Meimei")).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task A_checkout_without_an_address_says_so_and_keeps_what_was_typed()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await shop.GoodsAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (page, shopping) = (visitor.Page, new Shopping(visitor));
            await new SigningUp(shop, visitor).SignUpAsync("Forgetful");
            await shopping.PutInCartAsync(goods);
            await visitor.GoToAsync("/checkout");
            await shopping.FillAddressAsync();
            await page.GetByLabel("Phone").FillAsync("none");
            await page.GetByLabel("Note for us").FillAsync("Leave it at the door");
            await shopping.PressAsync("Place order");

            await Expect(page.GetByLabel("Phone")).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(page.GetByLabel("Phone")).ToHaveValueAsync("none");
            await Expect(page.GetByLabel("Recipient")).ToHaveValueAsync("Han Meimei");
            await Expect(page.GetByLabel("Note for us")).ToHaveValueAsync("Leave it at the door");
        });
    }
}
