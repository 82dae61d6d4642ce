using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

public sealed class CouponsTests
{
    private const string Welcome = "Welcome: ¥20 off";
    private const string ByCode = "With the code: ¥10 off";

    [Fact]
    public async Task A_code_is_typed_the_best_coupon_proposed_and_a_closed_order_gives_it_back()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await shop.GoodsAsync(fromMinor: 200_00);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (page, shopping) = (visitor.Page, new Shopping(visitor));
            await new SigningUp(shop, visitor).SignUpAsync("Li Lei");
            await visitor.GoToAsync("/coupons");
            await TypeAsync(page, "NOSUCHCODE");
            await Expect(page.GetByLabel("Have a code?")).ToHaveValueAsync("NOSUCHCODE");
            await Expect(page.GetByText("We don’t know this code, or it was used before.")).ToBeVisibleAsync();
            await TypeAsync(page, " hello 1o ");
            await Expect(page.GetByText("The coupon is yours.")).ToBeVisibleAsync();

            await shopping.PutInCartAsync(goods);
            await visitor.GoToAsync("/checkout");
            await Expect(Choice(page, Welcome)).ToBeCheckedAsync();
            await Expect(Choice(page, ByCode)).Not.ToBeCheckedAsync();
            var closed = await shopping.CheckOutAsync();
            await shopping.SeeCouponAsync(Welcome, "Held by an unpaid order");
            await CancelAsync(visitor, closed);
            await shopping.SeeCouponAsync(Welcome, "Can be used");
            var ticket = page.GetByRole(AriaRole.Article).Filter(new() { HasText = Welcome });
            await ticket.GetByText("History").ClickAsync();
            var back = ticket.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "back with you: closed order" });
            await Expect(back).ToContainTextAsync(closed);

            await shopping.PutInCartAsync(goods);
            await visitor.GoToAsync("/checkout");
            await Choice(page, ByCode).CheckAsync();
            await shopping.PressAsync("Update the total");
            await Expect(Choice(page, ByCode)).ToBeCheckedAsync();
            await shopping.PressAsync("Place order");
            await Expect(shopping.Heading("Pay")).ToBeVisibleAsync();
            await shopping.PayAsync(new Uri(page.Url).Segments[2].Trim('/'));
            await shopping.SeeCouponAsync(ByCode, "Used");
        });
    }

    [Fact]
    public async Task The_cart_proposes_the_best_coupon_and_checkout_takes_the_choice_along()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await shop.GoodsAsync(fromMinor: 200_00);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var (page, shopping) = (visitor.Page, new Shopping(visitor));
            await new SigningUp(shop, visitor).SignUpAsync("Lin Tao");
            await visitor.GoToAsync("/coupons");
            await TypeAsync(page, "HELLO10");
            await Expect(page.GetByText("The coupon is yours.")).ToBeVisibleAsync();
            await shopping.PutInCartAsync(goods);

            await visitor.GoToAsync("/cart");
            await Expect(Choice(page, Welcome)).ToBeCheckedAsync();
            await Expect(Total(page)).ToContainTextAsync("−CN¥20.00");
            await Choice(page, ByCode).CheckAsync();
            await shopping.PressAsync("Update the total");
            await Expect(Choice(page, ByCode)).ToBeCheckedAsync();
            await Expect(Total(page)).ToContainTextAsync("−CN¥10.00");
            await shopping.PressAsync("Check out");
            await Expect(shopping.Heading("Checkout")).ToBeVisibleAsync();
            await Expect(Choice(page, ByCode)).ToBeCheckedAsync();

            await visitor.GoToAsync("/cart?claim=4711");
            await Expect(Choice(page, Welcome)).ToBeCheckedAsync();
            await Choice(page, "No coupon").CheckAsync();
            await shopping.PressAsync("Check out");
            await Expect(Choice(page, "No coupon")).ToBeCheckedAsync();
        });
    }

    [Fact]
    public async Task A_code_typed_at_checkout_is_chosen_at_once()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await shop.GoodsAsync(fromMinor: 60_00);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await new SigningUp(shop, visitor).SignUpAsync("Han Meimei");
            await new Shopping(visitor).PutInCartAsync(goods);
            await visitor.GoToAsync("/checkout");
            await visitor.Page.GetByLabel("Note for us").FillAsync("Ring twice");

            await TypeAsync(visitor.Page, "HELLO10");

            await Expect(Choice(visitor.Page, ByCode)).ToBeCheckedAsync();
            await Expect(visitor.Page.GetByLabel("Note for us")).ToHaveValueAsync("Ring twice");
        });
    }

    [Fact]
    public async Task The_coupon_centre_counts_down_and_keeps_count_by_itself()
    {
        var shop = await WebShop.SharedAsync();
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.GoToAsync("/coupons");
            var soon = visitor.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = "Opens tomorrow" });
            await Expect(soon.Locator("[data-opens]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(
                @"^in \d+:\d\d:\d\d$"));
            await visitor.Page.EvaluateAsync(
                "document.querySelectorAll('[data-coupon-left] span').forEach(left => left.textContent = '?')");
            await Expect(visitor.Page.GetByText("50 left").Or(visitor.Page.GetByText("2000 left")).First)
                .ToBeVisibleAsync();
        });
    }

    private static async Task TypeAsync(IPage page, string code)
    {
        await page.GetByLabel("Have a code?").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use code" }).ClickAsync();
    }

    private static ILocator Choice(IPage page, string coupon) =>
        page.GetByRole(AriaRole.Radio, new() { Name = coupon });

    private static ILocator Total(IPage page) => page.GetByLabel("Order summary").Locator("dl");

    private static async Task CancelAsync(Visitor visitor, string order)
    {
        await visitor.GoToAsync($"/orders/{order}");
        await visitor.Page.GetByText("Cancel this order").First.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, cancel it" }).ClickAsync();
        await Expect(visitor.Page.GetByText("Cancel this order")).ToHaveCountAsync(0);
    }
}
