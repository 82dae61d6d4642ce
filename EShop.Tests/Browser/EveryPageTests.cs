using EShop.Tests.Support;
using Microsoft.Playwright;

namespace EShop.Tests.Browser;

/// <summary>Every page, narrow and wide, light and dark, in both languages: it is there, fits the screen, can be read
/// by everybody and logs no fault. The screenshots in TestResults/pages are for looking at.</summary>
public sealed class EveryPageTests
{
    private static readonly string[] Public =
    [
        "/", "/search?q=tea", "/search?q=zzzzzz", "/cart", "/coupons", "/sign-in", "/sign-up", "/forgotten-password",
        "/dev/mail", "/no-such-page",
    ];

    private static readonly string[] Own =
    [
        "/welcome", "/account", "/account/coupons", "/account/addresses", "/account/addresses/new", "/account/password",
        "/account/sessions", "/account/email", "/account/my-data", "/account/erase",
        "/account/security", "/account/security/authenticator", "/account/security/confirm",
        "/cart", "/checkout", "/orders",
    ];

    // With nothing to show, too, and of things that are not there.
    private static readonly string[] Management =
    [
        "/admin", "/admin/orders", "/admin/orders?q=zzzzzz", "/admin/orders/none", "/admin/orders/none/slip",
        "/admin/refunds", "/admin/refunds?state=Declined", "/admin/products",
        "/admin/products?q=zzzzzz", "/admin/products/new", "/admin/products/import",
        "/admin/products/999999", "/admin/coupons",
        "/admin/coupons?state=Ended", "/admin/coupons/new", "/admin/coupons/999999", "/admin/customers",
        "/admin/customers?q=zzzzzz", "/admin/tasks?state=all", "/admin/tasks?kind=Coupon", "/admin/messages",
        "/admin/jobs",
        "/admin/messages?state=Dead", "/admin/books", "/admin/staff-actions", "/admin/staff-actions?q=zzzzzz",
        "/admin/sign-up-guard", "/admin/sign-up-guard?hours=48", "/admin/metrics", "/admin/metrics?minutes=59",
    ];

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Light)]
    [InlineData(360, "en-GB", ColorScheme.Dark)]
    [InlineData(1280, "en-GB", ColorScheme.Light)]
    [InlineData(1280, "zh-CN", ColorScheme.Dark)]
    public async Task Pages_for_everybody(int width, string language, ColorScheme scheme)
    {
        var (shop, look) = (await WebShop.SharedAsync(), new Look(width, language, scheme));
        var goods = await shop.GoodsAsync();
        var category = (await shop.RowsAsync("select handle from categories order by position"))[0][0];
        await Chromium.VisitAsync(
            shop, visitor => LookAtAsync(visitor, look, [.. Public, goods.Path, $"/c/{category}"]), look.Apply);
    }

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Dark, Store.Sqlite)]
    [InlineData(1280, "en-GB", ColorScheme.Light, Store.Postgres)] // it answers later than a page is first drawn
    public async Task Pages_of_a_shopper(int width, string language, ColorScheme scheme, Store store)
    {
        var (shop, look) = (await WebShop.SharedAsync(store), new Look(width, language, scheme));
        var goods = await shop.GoodsAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        var paid = await RefundingTests.PaidAsync(shop, shopper);
        await shopper.PutInCartAsync(goods);
        var order = await shopper.CheckOutAsync();
        await shopper.PutInCartAsync(goods);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await LookAtAsync(visitor, look,
            [
                .. Own, $"/orders/{order}", $"/orders/{order}/pay", $"/orders/{paid}", $"/orders/{paid}/refund",
            ]);
        }, look.Apply);
    }

    [Theory]
    [InlineData(360, "zh-CN", ColorScheme.Light, Store.Sqlite)]
    [InlineData(360, "en-GB", ColorScheme.Dark, Store.Postgres)]
    [InlineData(1280, "en-GB", ColorScheme.Light, Store.Postgres)]
    [InlineData(1280, "zh-CN", ColorScheme.Dark, Store.Sqlite)]
    public async Task Pages_of_an_admin(int width, string language, ColorScheme scheme, Store store)
    {
        var (shop, look) = (await WebShop.SharedAsync(store), new Look(width, language, scheme));
        using var shopper = await HttpShopper.SignInAsync(shop);
        var paid = await RefundingTests.PaidAsync(shop, shopper);
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        var order = await shopper.CheckOutAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            var ofRows = new[]
            {
                $"/admin/orders/{order}", $"/admin/orders/{paid}", $"/admin/orders/{paid}/slip", "/admin/products/1",
                "/admin/coupons/1",
            };
            await LookAtAsync(
                visitor, look, [.. Management, .. ofRows], there => new AdminDesk(there.Page).IsReadyAsync());
        }, look.Apply);
    }

    private static async Task LookAtAsync(
        Visitor visitor, Look look, IEnumerable<string> paths, Func<Visitor, Task>? ready = null)
    {
        var faults = new List<string>();
        foreach (var path in paths)
        {
            var status = await visitor.GoToAsync(path);
            if (status != (path == "/no-such-page" ? 404 : 200)) faults.Add($"{path}: {status}");
            if (ready is not null) await ready(visitor);
            faults.AddRange((await PageCheck.FaultsOfAsync(visitor)).Select(fault => $"{path}: {fault}"));
            await visitor.Page.ScreenshotAsync(new() { Path = look.FileOf(path), FullPage = true });
        }
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private sealed record Look(int Width, string Language, ColorScheme Scheme)
    {
        public void Apply(BrowserNewContextOptions options)
        {
            options.Locale = Language;
            options.ColorScheme = Scheme;
            options.ViewportSize = new ViewportSize { Width = Width, Height = 800 };
        }

        public string FileOf(string path)
        {
            var name = path == "/" ? "home" : path.Trim('/').Replace('/', '-').Replace('?', '-');
            return Path.Combine(Servers.ResultsFolder, "pages", $"{Width}-{Language}-{Scheme}", $"{name}.png");
        }
    }
}
