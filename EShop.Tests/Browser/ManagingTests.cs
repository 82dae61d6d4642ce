using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EShop.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EShop.Tests.Browser;

/// <summary>A day of an admin, in a browser.</summary>
public sealed class ManagingTests
{
    private static readonly string[] Pages =
    [
        "/admin", "/admin/orders", "/admin/refunds", "/admin/products", "/admin/products/new", "/admin/products/import",
        "/admin/products/1", "/admin/coupons", "/admin/coupons/new", "/admin/customers", "/admin/tasks?state=all",
        "/admin/messages", "/admin/jobs", "/admin/metrics", "/admin/books", "/admin/staff-actions",
    ];

    [Fact]
    public Task A_product_is_made_shown_and_given_stock() => ManageAsync(async (shop, desk, http) =>
    {
        var (name, handle) = ($"Walking stick {Guid.NewGuid():N}", $"stick-{Guid.NewGuid():N}");
        await desk.OpenAsync("/admin/products");
        await desk.Main.GetByRole(AriaRole.Link, new() { Name = "New product" }).ClickAsync();
        await desk.SeeHeadingAsync("New product");
        await desk.FillAsync("Name in English", name);
        await desk.FillAsync("Name in Chinese", "登山杖");
        await desk.FillAsync("Page address", handle);
        await desk.PressAsync("Add an option");
        await desk.Field("Option 1 in English").First.FillAsync("Length");
        await desk.Field("Option 1 in Chinese").First.FillAsync("长度");
        await desk.PressAsync("Add a variant");
        await FillVariantAsync(desk, 0, ("Short", "短", "59.90"));
        await FillVariantAsync(desk, 1, ("Long", "长", "69.90"));
        await desk.PressAsync("Save");
        await desk.SeeAsync("Saved.");
        await Expect(desk.Page).ToHaveURLAsync(new Regex(@"/admin/products/\d+$"));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/p/{handle}")).Status); // a draft still

        await desk.Main.GetByLabel("Add a picture").SetInputFilesAsync(PicturePath());
        await desk.SeeAsync("The picture is added.");
        await desk.ChooseAsync("State", "Published");
        await desk.PressAsync("Save");
        await desk.SeeAsync("Saved.");
        await ChangeStockAsync(desk, "-1", "Received");
        await desk.SeeAsync("Goods received add; goods written off take away");
        await ChangeStockAsync(desk, "7", "Received");
        await desk.SeeAsync(": 7 available now.");
        await ChangeStockAsync(desk, "-2", "Written off");
        await desk.SeeAsync(": 5 available now.");

        await desk.Page.GotoAsync($"/p/{handle}");
        await desk.SeeHeadingAsync(name);
        await Expect(desk.Page.GetByText("59.90").First).ToBeVisibleAsync();
        await Expect(desk.Page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" })).ToBeEnabledAsync();
    });

    [Fact]
    public Task Products_come_in_by_a_file_and_go_out_by_one() => ManageAsync(async (_, desk, http) =>
    {
        var cup = $"cup-{Guid.NewGuid():N}";
        var rows = $"Handle,Title,Type,Variant Price\n{cup},Cup,Kitchen,9.90\n{cup}-2,Bad cup,Kitchen,-1\n";
        await desk.OpenAsync("/admin/products/import");
        var file = desk.Main.GetByLabel("CSV file");
        await file.SetInputFilesAsync(new FilePayload
        {
            Name = "cups.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(rows),
        });
        await desk.SeeAsync("Created: 1, updated: 0, unchanged: 0.");
        await Expect(desk.Row("below zero")).ToContainTextAsync("3");
        await file.SetInputFilesAsync(new FilePayload { Name = "empty.csv", MimeType = "text/csv", Buffer = [] });
        await desk.SeeAsync("The file cannot be taken in: the file is empty. Nothing was changed.");
        Assert.Contains(cup, (await http.GetAsync("/admin/products.csv")).Document.Body!.TextContent,
            StringComparison.Ordinal);
    });

    [Fact]
    public Task A_coupon_is_made_published_raised_paused_and_ended() => ManageAsync(async (shop, desk, http) =>
    {
        var name = $"Nine off {Guid.NewGuid():N}";
        await desk.OpenAsync("/admin/coupons/new");
        await desk.FillAsync("Name in English", name);
        await desk.FillAsync("Name in Chinese", "立减九元");
        await desk.FillAsync("Amount off", "9");
        await desk.FillAsync("How many in all", "20");
        await desk.PressAsync("Save as draft");
        await desk.SeeHeadingAsync(name);
        var path = new Uri(desk.Page.Url).AbsolutePath;
        await desk.PressAsync("Publish");
        await desk.SeeAsync("Published.");
        await desk.Page.GotoAsync("/coupons");
        await Expect(desk.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = name })).ToBeVisibleAsync();

        await desk.OpenAsync(path);
        await desk.FillAsync("How many in all", "0");
        await desk.PressAsync("Save");
        await desk.SeeFaultAsync("How many in all", "between 1 and 999,999,999");
        await desk.FillAsync("How many in all", "30");
        await desk.PressAsync("Save");
        await desk.SeeAsync("Saved.");
        await desk.PressAsync("Pause");
        await desk.SeeAsync("Paused.");
        Assert.Equal([], await desk.DeadButtonsAsync(path));
        await desk.OpenAsync(path);
        await desk.PressAsync("End");
        await desk.AnswerAsync("End this coupon?", "Back");
        await desk.PressAsync("End");
        await desk.AnswerAsync("End this coupon?", "End");
        await desk.SeeAsync("Ended.");
    });

    [Fact]
    public async Task Orders_are_found_shipped_and_cancelled_and_the_books_balance()
    {
        var shop = await WebShop.SharedAsync();
        using var shopper = await HttpShopper.SignInAsync(shop);
        var (paid, open) = (await OrderAsync(shop, shopper), await OrderAsync(shop, shopper));
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(shopper.Visitor);
            await new Shopping(visitor).PayAsync(paid);
        });
        await ManageAsync(async (_, desk, _) =>
        {
            await desk.OpenAsync("/admin/orders");
            await desk.SearchAsync("Number, e-mail or recipient", paid);
            await desk.Main.GetByRole(AriaRole.Link, new() { Name = paid }).ClickAsync();
            await desk.SeeHeadingAsync($"Order {paid}");
            await desk.PressAsync("Ship");
            await desk.SeeFaultAsync("Carrier and number", "Write the carrier and the number");
            await desk.FillAsync("Carrier and number", "SF Express 1234567");
            await desk.PressAsync("Ship");
            await desk.SeeAsync("Shipped. The shopper sees it now.");

            await desk.OpenAsync($"/admin/tasks?q={open}");
            await desk.Row(open).GetByRole(AriaRole.Button, new() { Name = "Settle now" }).First.ClickAsync();
            await desk.SeeAsync("The order still awaits payment, so its tasks stay.");
            await desk.OpenAsync($"/admin/orders/{open}");
            await desk.PressAsync("Cancel the order");
            await desk.AnswerAsync("Cancel this order?", "Cancel the order");
            await desk.SeeAsync("Cancelled. Stock and coupon are on their way back.");
            await Until.TrueAsync(async () => (await shop.TasksAsync(open)).Stock == "Cancel");

            await desk.OpenAsync("/admin/messages");
            await desk.ChooseAsync("State", "Delivered");
            await Expect(desk.Row(open).Filter(new() { HasText = "Order closed" })).ToBeVisibleAsync();
            await desk.OpenAsync("/admin/customers");
            await desk.SearchAsync("E-mail or name", shopper.Email);
            await desk.Row(shopper.Email).GetByRole(AriaRole.Link).ClickAsync();
            await Expect(desk.Row(paid)).ToContainTextAsync("Shipped");
            await desk.OpenAsync("/admin/books");
            await desk.PressAsync("Check now");
            await desk.SeeAsync("Everything adds up.");
            await desk.OpenAsync("/admin/staff-actions");
            await Expect(desk.Row(paid)).ToContainTextAsync("Shipped an order");
            await Expect(desk.Row(open).First).ToContainTextAsync("Cancelled an order");
        });
    }

    [Fact]
    public Task No_button_is_dead_and_no_link_leads_nowhere() => ManageAsync(async (shop, desk, http) =>
    {
        var (dead, links) = (new List<string>(), new HashSet<string>());
        foreach (var path in Pages)
        {
            dead.AddRange(await desk.DeadButtonsAsync(path));
            links.UnionWith(await desk.LinksAsync(path));
        }
        foreach (var link in links)
            if ((await http.GetAsync(link)).Status != HttpStatusCode.OK) dead.Add(link);
        Assert.Equal([], dead);
    });

    private static async Task FillVariantAsync(AdminDesk desk, int index, (string En, string Zh, string Price) variant)
    {
        var fields = desk.Main.GetByRole(AriaRole.Group, new() { Name = "New variant" }).Nth(index);
        await fields.GetByLabel("Length in English").FillAsync(variant.En);
        await fields.GetByLabel("Length in Chinese").FillAsync(variant.Zh);
        await fields.GetByLabel("Price", new() { Exact = true }).FillAsync(variant.Price);
    }

    private static async Task ChangeStockAsync(AdminDesk desk, string difference, string reason)
    {
        var form = desk.Main.GetByRole(AriaRole.Form, new() { NameRegex = new Regex("^Change the stock of") });
        if (!await form.IsVisibleAsync())
            await desk.Main.GetByRole(AriaRole.Button, new() { Name = "Change stock" }).First.ClickAsync();
        await form.GetByLabel("Difference").FillAsync(difference);
        await form.GetByLabel("Reason").SelectOptionAsync(new SelectOptionValue { Label = reason });
        await form.GetByRole(AriaRole.Button, new() { Name = "Change stock" }).ClickAsync();
    }

    private static async Task<string> OrderAsync(WebShop shop, HttpShopper shopper)
    {
        await shopper.PutInCartAsync(await shop.GoodsAsync());
        return await shopper.CheckOutAsync();
    }

    private static string PicturePath() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "EShop.Core", "Demo", "Pictures"), "*.webp")[0];

    private static async Task ManageAsync(Func<WebShop, AdminDesk, HttpVisitor, Task> work)
    {
        var shop = await WebShop.SharedAsync();
        using var admin = await HttpStaff.SignInAsync(shop);
        await Chromium.VisitAsync(shop, async visitor =>
        {
            await visitor.TakeOverAsync(admin);
            await work(shop, new AdminDesk(visitor.Page), admin);
        });
    }
}
