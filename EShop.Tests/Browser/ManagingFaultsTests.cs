using System.Net;
using System.Text.RegularExpressions;
using EShop.Tests.Support;
using EShop.Web.Admin;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>What management does with what is wrong, as staff and others see it.</summary>
public sealed partial class ManagingFaultsTests
{
    private static IReadOnlyList<string> Addresses =>
    [
        .. from page in typeof(AdminPage).Assembly.GetTypes()
           from RouteAttribute route in page.GetCustomAttributes(typeof(RouteAttribute), inherit: false)
           where route.Template.StartsWith("/admin", StringComparison.Ordinal)
           select Parameter().Replace(route.Template, "1"),
    ];

    [Fact]
    public async Task Abuse_60_a_plain_account_opens_no_management_page()
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        using var nobody = new HttpVisitor(shop.Address);
        Assert.True(Addresses.Count >= 14, $"Only {Addresses.Count} were found.");
        foreach (var address in Addresses)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await shopper.Visitor.GetAsync(address)).Status);
            Assert.Equal("/sign-in", (await nobody.GetAsync(address)).Path);
        }
    }

    [Fact]
    public Task Abuse_63_management_cannot_be_framed_or_kept() => ManageAsync(async (_, page) =>
    {
        var headers = (await page.GotoAsync("/admin/orders"))!.Headers;
        Assert.Contains("frame-ancestors 'none'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Equal("DENY", headers["x-frame-options"]);
        Assert.Contains("no-store", headers["cache-control"], StringComparison.Ordinal);
    });

    [Fact]
    public Task Abuse_64_a_product_without_a_price_says_so_and_keeps_what_was_typed() => ManageAsync(async (_, page) =>
    {
        var desk = new AdminDesk(page);
        await desk.OpenAsync("/admin/products/new");
        await desk.FillAsync("Name in English", "Free lunch");
        await desk.FillAsync("Page address", "Free Lunch!");
        await desk.FillAsync("Price", "0");
        await desk.PressAsync("Save");
        await desk.SeeFaultAsync("Price", "The price must be between 0.01 and 10,000,000.00");
        await desk.SeeFaultAsync("Page address", "Small letters, digits and hyphens only");
        await desk.FillAsync("Price", "-5");
        await desk.PressAsync("Save");
        await desk.SeeFaultAsync("Price", "Write an amount such as 12.50");
        await Expect(desk.Field("Name in English")).ToHaveValueAsync("Free lunch");
    });

    [Fact]
    public Task Abuse_64_a_coupon_that_closes_before_it_opens_says_so() => ManageAsync(async (_, page) =>
    {
        var desk = new AdminDesk(page);
        await desk.OpenAsync("/admin/coupons/new");
        await desk.FillAsync("Name in English", "Backwards");
        await desk.FillAsync("Name in Chinese", "倒着来");
        await desk.FillAsync("Amount off", "5");
        await desk.FillAsync("Opens", "2030-01-02T10:00");
        await desk.FillAsync("Closes", "2030-01-01T10:00");
        await desk.PressAsync("Save as draft");
        await desk.SeeFaultAsync("Closes", "It must close after it opens");
        await Expect(desk.Field("Opens")).ToHaveValueAsync("2030-01-02T10:00");
    });

    [Fact]
    public Task Abuse_64_no_more_stock_is_written_off_than_there_is() => ManageAsync(async (shop, page) =>
    {
        var goods = await shop.GoodsAsync();
        var before = await shop.StockAsync(goods);
        var product = (await shop.RowsAsync($"select product_id from skus where id = {goods.SkuId}"))[0][0];
        var desk = new AdminDesk(page);
        await desk.OpenAsync($"/admin/products/{product}");
        await desk.PressAsync("Change stock");
        await desk.FillAsync("Difference", "-1000000");
        await desk.ChooseAsync("Reason", "Written off");
        await desk.Main.GetByRole(AriaRole.Form).GetByRole(AriaRole.Button, new() { Name = "Change stock" })
            .ClickAsync();
        await desk.SeeFaultAsync("Difference", "what orders hold cannot be taken");
        Assert.Equal(before.Available, (await shop.StockAsync(goods)).Available);
    });

    [Fact]
    public Task Abuse_48_a_form_that_is_sent_three_times_at_once_acts_once() => ManageAsync(async (shop, page) =>
    {
        var goods = await shop.GoodsAsync();
        var product = (await shop.RowsAsync($"select product_id from skus where id = {goods.SkuId}"))[0][0];
        var desk = new AdminDesk(page);
        await desk.OpenAsync($"/admin/products/{product}");
        await desk.PressAsync("Change stock");
        await desk.FillAsync("Difference", "13");
        await desk.FillAsync("Note", "sent at once");
        await desk.Field("Note").BlurAsync();
        await desk.Main.GetByRole(AriaRole.Form).EvaluateAsync(
            "form => { form.requestSubmit(); form.requestSubmit(); form.requestSubmit(); }");
        await Expect(desk.Row("sent at once")).ToContainTextAsync("Received");
        await Expect(desk.Row("sent at once")).ToHaveCountAsync(1);
        Assert.Equal("1", (await shop.RowsAsync(
            $"select count(*) from stock_movements where sku_id = {goods.SkuId} and note = 'sent at once'"))[0][0]);
    });

    [Fact]
    public Task Abuse_80_a_call_of_what_is_not_there_is_refused_and_the_page_goes_on() => ManageAsync(async (_, page) =>
    {
        var desk = new AdminDesk(page);
        await desk.OpenAsync("/admin/products");
        foreach (var method in new[] { "Nothing", "ExecuteAsync", "Main" })
        {
            var refused = await page.EvaluateAsync<string>(
                "name => DotNet.invokeMethodAsync('EShop.Web', name).then(() => 'done', fault => 'refused')", method);
            Assert.Equal("refused", refused);
        }
        await desk.SearchAsync("Name, brand, tag or code", "mug");
    });

    [Fact]
    public async Task Abuse_65_of_two_who_change_one_product_the_second_is_told()
    {
        var shop = await WebShop.SharedAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            var (first, second) = (new AdminDesk(visitor.Page), new AdminDesk(await visitor.NewTabAsync()));
            await first.OpenAsync("/admin/products/2");
            await second.OpenAsync("/admin/products/2");
            await first.FillAsync("Brand", "First");
            await first.PressAsync("Save");
            await first.SeeAsync("Saved.");
            await second.FillAsync("Brand", "Second");
            await second.PressAsync("Save");
            await second.SeeAsync("Somebody has changed this product meanwhile.");
            await Expect(second.Field("Brand")).ToHaveValueAsync("Second");
            await first.OpenAsync("/admin/products/2");
            await Expect(first.Field("Brand")).ToHaveValueAsync("First");
        });
    }

    private static async Task ManageAsync(Func<WebShop, IPage, Task> work)
    {
        var shop = await WebShop.SharedAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            await work(shop, visitor.Page);
        });
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
