using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>The pages from a product to a paid order, as a shopper reads them.</summary>
internal sealed class Shopping(Visitor visitor)
{
    private readonly IPage _page = visitor.Page;

    public async Task PutInCartAsync(Goods goods, int quantity = 1)
    {
        await visitor.GoToAsync(goods.Path);
        await _page.GetByLabel("Quantity").FillAsync($"{quantity}");
        await Button("Add to cart").ClickAsync();
        await Expect(_page.GetByText("is in your cart")).ToBeVisibleAsync();
    }

    public async Task ClaimCouponAsync(string name)
    {
        await visitor.GoToAsync("/coupons");
        var ticket = _page.GetByRole(AriaRole.Article).Filter(new() { HasText = name });
        await ticket.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(_page.GetByText("It is yours.")).ToBeVisibleAsync();
    }

    /// <summary>From a full cart to an order; answers its number.</summary>
    public async Task<string> CheckOutAsync(string? coupon = null)
    {
        await visitor.GoToAsync("/cart");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Check out" }).ClickAsync();
        await Expect(Heading("Checkout")).ToBeVisibleAsync();
        await FillAddressAsync();
        if (coupon is not null) await _page.GetByRole(AriaRole.Radio, new() { Name = coupon }).CheckAsync();
        await PressAsync("Place order");
        await Expect(Heading("Pay")).ToBeVisibleAsync();
        return OrderNumber();
    }

    public async Task FillAddressAsync()
    {
        await _page.GetByLabel("Recipient").FillAsync("Han Meimei");
        await _page.GetByLabel("Phone").FillAsync("13912345678");
        await _page.GetByLabel("Province, city, district").FillAsync("Zhejiang, Hangzhou, Xihu");
        await _page.GetByLabel("Street, number, door").FillAsync("1 Lakeside Road");
    }

    /// <summary>Pays with play money and comes back to the order.</summary>
    public async Task PayAsync(string order)
    {
        await visitor.GoToAsync($"/orders/{order}/pay");
        await Button("Pay with play money").ClickAsync();
        await Expect(Heading("Confirm your payment")).ToBeVisibleAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await Expect(_page.GetByText("Thank you, your payment has arrived.")).ToBeVisibleAsync();
    }

    public async Task SeeCouponAsync(string name, string state) => await visitor.WaitOnAsync(
        "/account/coupons",
        page => page.GetByRole(AriaRole.Article).Filter(new() { HasText = name })
            .GetByText(state, new() { Exact = true }));

    public async Task PressAsync(string button) => await Button(button).ClickAsync();

    public ILocator Heading(string text) => _page.GetByRole(AriaRole.Heading, new() { Name = text, Level = 1 });

    // The address of the pay page is /orders/{number}/pay.
    public string OrderNumber() => new Uri(_page.Url).Segments[2].Trim('/');

    private ILocator Button(string text) => _page.GetByRole(AriaRole.Button, new() { Name = text });
}
