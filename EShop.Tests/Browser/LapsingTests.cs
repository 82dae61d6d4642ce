using EShop.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

public sealed class LapsingTests
{
    private const string Half = "Only 50 of them: ¥50 off";

    [Fact]
    public async Task An_order_that_lapses_gives_back_stock_and_coupon()
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["Orders:PayLimit"] = "00:00:08";
            options.Settings["Settling:Period"] = "00:00:01";
        });
        var goods = await shop.GoodsAsync(fromMinor: 200_00);
        var before = await shop.StockAsync(goods);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            var shopping = new Shopping(visitor);
            await new SigningUp(shop, visitor).SignUpAsync("Late");
            await shopping.ClaimCouponAsync(Half);
            await shopping.PutInCartAsync(goods, quantity: 2);
            var order = await shopping.CheckOutAsync(Half);
            Assert.Equal((before.Available - 2, before.Locked + 2, before.Sold), await shop.StockAsync(goods));

            await visitor.WaitOnAsync($"/orders/{order}", page => page.GetByText("It was not paid in time."));
            await shopping.SeeCouponAsync(Half, "Can be used");
            await Until.TrueAsync(async () => await shop.TasksAsync(order) == ("Cancel", "Cancel"));
            Assert.Equal(before, await shop.StockAsync(goods));
            Assert.Equal(200, await visitor.GoToAsync($"/orders/{order}/pay")); // leads to the order, which is closed
            await Expect(visitor.Page).ToHaveURLAsync($"{shop.Address}orders/{order}");
        });
        var audit = await shop.RunVerbAsync("audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }
}
