using EShop.Tests.Messaging;
using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>A message that RabbitMQ carried and nobody could handle: staff sees it, has its cause healed and sends it
/// again. The screenshots in TestResults/pages are for looking at.</summary>
public sealed class DeadMessagesTests
{
    private static readonly (int Width, string Language, ColorScheme Scheme)[] Looks =
    [
        (360, "zh-CN", ColorScheme.Light), (360, "en-GB", ColorScheme.Dark),
        (1280, "en-GB", ColorScheme.Light), (1280, "zh-CN", ColorScheme.Dark),
    ];

    [Fact]
    public async Task Staff_sees_a_dead_message_of_RabbitMQ_and_has_it_delivered_again()
    {
        var server = await RabbitServer.SharedAsync();
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Settings["Messaging:RabbitMq"] = server.Address;
            options.Settings["Messaging:Prefix"] = $"w{Guid.NewGuid():N}.";
            options.Settings["Messaging:TriesMax"] = "1";
        });
        using var shopper = await HttpShopper.SignInAsync(shop);
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        // Whatever tells of an order from here on cannot be read.
        await shop.SpoilAsync("""
            create trigger poison after insert on messages when new.kind = 'OrderPlaced'
            begin update messages set body = '{' where id = new.id; end
            """);
        var order = await shopper.CheckOutAsync();
        await shop.SpoilAsync("drop trigger poison");
        await Until.TrueAsync(async () => (await shop.RowsAsync(Dead)).Count == 1);
        using var admin = await HttpStaff.SignInAsync(shop);
        foreach (var look in Looks) await LookAsync(shop, admin, look);

        await shop.SpoilAsync($$"""update messages set body = '{"Number":"{{order}}"}' where body = '{'""");
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            var desk = new AdminDesk(visitor.Page);
            await desk.OpenAsync("/admin/messages?state=Dead");
            await desk.SeeAsync("Carried by RabbitMQ");
            await desk.Row("Order placed").GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
            await Until.TrueAsync(async () => (await shop.RowsAsync(Dead)).Count == 0);
            await desk.OpenAsync("/admin/messages?state=Dead");
            await Expect(desk.Row("Order placed")).ToHaveCountAsync(0);
        });
        await Until.TrueAsync(async () => (await shop.RowsAsync(
            $"select 1 from messages where kind = 'OrderPlaced' and state = 'Done'")).Count == 1);
    }

    private const string Dead = "select 1 from messages where state = 'Dead'";

    private static Task LookAsync(
        WebShop shop, HttpVisitor admin, (int Width, string Language, ColorScheme Scheme) look) =>
        Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            await new AdminDesk(visitor.Page).OpenAsync("/admin/messages?state=Dead");
            Assert.Equal([], await PageCheck.FaultsOfAsync(visitor));
            await visitor.Page.ScreenshotAsync(new()
            {
                Path = Path.Combine(Servers.ResultsFolder, "pages", $"{look.Width}-{look.Language}-{look.Scheme}",
                    "admin-messages-dead-letter.png"),
                FullPage = true,
            });
        }, options =>
        {
            options.Locale = look.Language;
            options.ColorScheme = look.Scheme;
            options.ViewportSize = new ViewportSize { Width = look.Width, Height = 800 };
        });
}
