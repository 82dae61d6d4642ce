using System.Globalization;
using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>What stands against an order, as a shopper meets it on one checkout page: a changed price, a line that is
/// short, a coupon that is lost, a limit per person. Each is told, fits the screen, and has one press on that keeps
/// address and note. Buttons are found by what they send, for the words are in two languages.</summary>
public sealed class CheckoutNewsTests
{
    private const string Note = "Leave it at the door";
    private const int DemoProductsMin = 48;

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Dark, 0)]
    [InlineData(360, "en-GB", ColorScheme.Light, 1)]
    [InlineData(1280, "zh-CN", ColorScheme.Light, 2)]
    [InlineData(1280, "en-GB", ColorScheme.Dark, 3)]
    public async Task What_changed_is_told_and_one_press_goes_on(
        int width, string language, ColorScheme scheme, int nth)
    {
        var shop = await WebShop.SharedAsync();
        var goods = await OwnGoodsAsync(shop, nth);
        using var shopper = await HttpShopper.SignInAsync(shop);
        await shopper.PutInCartAsync(goods);
        await shopper.PutInCartAsync(goods);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            var look = new Walk(visitor, $"{width}-{language}-{scheme}");
            await visitor.GoToAsync("/checkout");
            await look.FillAddressAsync();
            await look.Field("Form.Note").FillAsync(Note);
            await look.Field("Form.Code").FillAsync("HELLO10");
            await look.PressAsync("redeem");
            await Expect(look.Main.Locator(".saved")).ToContainTextAsync("10.00");

            await PriceAsync(shop, goods, 45_00);
            await look.PressAsync("place");
            await Expect(look.News).ToContainTextAsync("40.00");
            await Expect(look.News).ToContainTextAsync("45.00");
            await look.CheckAsync("checkout-changed");

            await StockAsync(shop, goods, 1);
            await visitor.GoToAsync("/cart");
            await look.CheckAsync("cart-short");
            await look.StartAgainAsync();
            await Expect(look.Step("take")).ToHaveCountAsync(1); // told before anything is pressed
            await look.PressAsync("place");
            await Expect(look.Step("take")).ToHaveCountAsync(1);
            await look.CheckAsync("checkout-short");
            await look.PressAsync("take");

            // One is left, which is below the coupon's minimum.
            await Expect(look.Step("take")).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator(".bar .badge")).ToHaveTextAsync("1");
            await Expect(look.News).ToContainTextAsync("59.00");
            await Expect(look.Field("Form.Note")).ToHaveValueAsync(Note);
            await Expect(look.Main.Locator("input[name='Form.AddressId']:checked")).Not.ToHaveValueAsync("new");
            await look.CheckAsync("checkout-lost-coupon");
            await look.News.Locator("button[value='place']").ClickAsync();
            await Expect(visitor.Page.Locator("main")).ToContainTextAsync("53.00"); // 45 and the shipping
            Assert.EndsWith("/pay", new Uri(visitor.Page.Url).AbsolutePath, StringComparison.Ordinal);

            await StockAsync(shop, goods, 9);
            await shop.SpoilAsync($"update skus set person_max = 2 where id = {goods.SkuId}");
            await shopper.PutInCartAsync(goods);
            await shopper.PutInCartAsync(goods);
            await visitor.GoToAsync(goods.Path);
            await look.CheckAsync("product-limited");
            await visitor.GoToAsync("/checkout");
            await look.PressAsync("place");
            await look.CheckAsync("checkout-over-limit");
            await look.PressAsync("take");
            await look.PressAsync("place");
            await Expect(visitor.Page.Locator("main")).ToContainTextAsync("53.00");
            await shop.SpoilAsync($"update skus set person_max = null where id = {goods.SkuId}"); // as others know it
        }, options => (options.Locale, options.ColorScheme, options.ViewportSize) =
            (language, scheme, new ViewportSize { Width = width, Height = 800 }));
    }

    [Fact]
    public async Task A_cart_line_that_is_short_is_mended_by_one_press()
    {
        var shop = await WebShop.SharedAsync();
        var goods = await OwnGoodsAsync(shop, 4);
        using var shopper = await HttpShopper.SignInAsync(shop);
        await shopper.PutInCartAsync(goods);
        await shopper.PutInCartAsync(goods);
        await StockAsync(shop, goods, 1);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await visitor.GoToAsync("/cart");
            await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Check out" })).ToHaveCountAsync(0);
            await visitor.Page.Locator("button[name='Form.TakeLeft']").ClickAsync();
            await Expect(visitor.Page.GetByText("Your cart has 1 of it now.")).ToBeVisibleAsync();
            await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Check out" })).ToBeVisibleAsync();
        });
    }

    /// <summary>A demo product that no other test of this class has, for 40.00: few are as dear as these were, so that
    /// other tests find theirs first. Those of later numbers are made by other tests.</summary>
    private static async Task<Goods> OwnGoodsAsync(WebShop shop, int nth)
    {
        var rows = await shop.RowsAsync($"""
            select p.handle, s.id from products p join skus s on s.product_id = p.id
            join stock_levels l on l.sku_id = s.id
            where p.id <= {DemoProductsMin} and p.state = 'Published'
            and (select count(*) from skus o where o.product_id = p.id) = 1
            order by p.id desc limit 1 offset {nth}
            """);
        var goods = new Goods($"/p/{rows[0][0]}", long.Parse(rows[0][1], CultureInfo.InvariantCulture));
        await PriceAsync(shop, goods, 40_00);
        await StockAsync(shop, goods, 9);
        return goods;
    }

    private static Task PriceAsync(WebShop shop, Goods goods, long minor) =>
        shop.SpoilAsync($"update skus set price_minor = {minor} where id = {goods.SkuId}");

    /// <summary>As if staff had found so many: with its movement, so that the books stay clean.</summary>
    private static async Task StockAsync(WebShop shop, Goods goods, long count)
    {
        var difference = count - (await shop.StockAsync(goods)).Available;
        if (difference == 0) return;
        var (more, fewer) = (Math.Max(difference, 0), Math.Max(-difference, 0));
        await shop.SpoilAsync($"""
            update stock_levels set available = {count}, received = received + {more},
              written_off = written_off + {fewer} where sku_id = {goods.SkuId};
            insert into stock_movements (sku_id, quantity, reason, note, at)
            values ({goods.SkuId}, {difference}, 'Corrected', 'test', 1);
            """);
    }

    private sealed class Walk(Visitor visitor, string look)
    {
        public ILocator Main => visitor.Page.GetByRole(AriaRole.Main);

        public ILocator News => Main.Locator(".notice");

        public ILocator Field(string name) => Main.Locator($"[name='{name}']");

        public ILocator Step(string step) => Main.Locator($"button[name='Form.Step'][value='{step}']");

        public Task PressAsync(string step) => Step(step).Last.ClickAsync();

        public async Task FillAddressAsync()
        {
            await Field("Form.Recipient").FillAsync("Han Meimei");
            await Field("Form.Phone").FillAsync("13912345678");
            await Field("Form.Region").FillAsync("Zhejiang, Hangzhou, Xihu");
            await Field("Form.Line").FillAsync("1 Lakeside Road");
        }

        /// <summary>The page again, as somebody sees it who comes back later: the coupon is theirs by now.</summary>
        public async Task StartAgainAsync()
        {
            await visitor.GoToAsync("/checkout");
            await Field("Form.Note").FillAsync(Note);
            await Expect(Main.Locator(".saved")).ToContainTextAsync("10.00");
        }

        public async Task CheckAsync(string name)
        {
            Assert.Equal([], await PageCheck.FaultsOfAsync(visitor));
            await visitor.Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(Servers.ResultsFolder, "pages", look, $"{name}.png"),
                FullPage = true,
            });
        }
    }
}
