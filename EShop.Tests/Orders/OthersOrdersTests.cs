using System.Net;
using System.Text.RegularExpressions;
using EShop.Tests.Support;

namespace EShop.Tests.Orders;

/// <summary>An order is nobody's business but its shopper's: not to be seen, not to be paid, cancelled or confirmed,
/// not even to be known of.</summary>
public sealed partial class OthersOrdersTests
{
    [Fact]
    public async Task Anothers_order_is_not_found_by_any_way()
    {
        await using var shop = await WebShop.StartAsync();
        var password = await CustomersAsync(shop);
        using var owner = new HttpVisitor(shop.Address);
        using var other = new HttpVisitor(shop.Address);
        await owner.SignInAsync("customer000001@demo.local", password);
        await other.SignInAsync("customer000002@demo.local", password);
        var theirs = await BuyAsync(owner);
        var mine = await BuyAsync(other);

        foreach (var path in new[] { theirs, $"{theirs}/pay", "/orders/nonsense", "/orders/261231-0000000000000/pay" })
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await other.GetAsync(path)).Status));
        foreach (var (path, form) in new[] { ("", "cancel"), ("/pay", "cancel"), ("/pay", "pay"), ("", "receipt") })
            Assert.Equal((form, HttpStatusCode.NotFound), (form, await PostAsync(other, (mine, theirs), path, form)));

        var seen = await owner.GetAsync(theirs);
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Contains("To be paid", seen.Text, StringComparison.Ordinal);
    }

    /// <summary>A form of one's own order, with its token, posted to another's.</summary>
    private static async Task<HttpStatusCode> PostAsync(
        HttpVisitor visitor, (string Mine, string Theirs) orders, string path, string form)
    {
        const string selector = "form:has([value=cancel])";
        var own = await visitor.GetAsync(orders.Mine + "/pay");
        own.Document.QuerySelector(selector)!.SetAttribute("action", orders.Theirs + path);
        var fields = new Dictionary<string, string> { ["_handler"] = form, ["Provider"] = "sandbox" };
        return (await visitor.SubmitAsync(own, selector, fields)).Status;
    }

    private static async Task<string> CustomersAsync(WebShop shop)
    {
        var made = await shop.RunVerbAsync("demo-customers", "--count", "2");
        Assert.Equal(0, made.ExitCode);
        return Password().Match(made.Output).Value;
    }

    /// <summary>Buys the first thing that there is; answers the order's address.</summary>
    private static async Task<string> BuyAsync(HttpVisitor visitor)
    {
        var list = await visitor.GetAsync("/search");
        var product = await visitor.GetAsync(list.Document.QuerySelector("a.tile")!.GetAttribute("href")!);
        await visitor.SubmitAsync(product, "form.buy", new() { ["Form.Then"] = "stay" });
        var checkout = await visitor.GetAsync("/checkout");
        var pay = await visitor.SubmitAsync(checkout, "form:has([value=checkout])", new()
        {
            ["Form.Step"] = "place",
            ["Form.Recipient"] = "Li Lei",
            ["Form.Phone"] = "13800000000",
            ["Form.Region"] = "Zhejiang Hangzhou",
            ["Form.Line"] = "1 West Lake Road",
        });
        Assert.EndsWith("/pay", pay.Path, StringComparison.Ordinal);
        return pay.Path[..^"/pay".Length];
    }

    [GeneratedRegex("demo-[0-9a-f]{16}")]
    private static partial Regex Password();
}
