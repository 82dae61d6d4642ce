using System.Globalization;
using System.Net;
using EShop.Core.Accounts;

namespace EShop.Tests.Support;

/// <summary>A customer over plain HTTP: signs in, fills a cart, checks out.</summary>
internal sealed class HttpShopper(WebShop shop, HttpVisitor visitor) : IDisposable
{
    // A lock of a killed shop lives on for its lease, and a line waits half of that before it says busy.
    private const int TriesMax = 10;

    private static readonly Dictionary<string, string> Address = new()
    {
        ["Form.AddressId"] = "new",
        ["Form.Recipient"] = "Li Lei",
        ["Form.Phone"] = "13812345678",
        ["Form.Region"] = "Zhejiang, Hangzhou, Xihu",
        ["Form.Line"] = "1 Lakeside Road",
        ["Form.Step"] = "place",
    };

    private HttpPage? _checkout;

    public HttpVisitor Visitor => visitor;

    public required string Email { get; init; }
    public required string Password { get; init; }

    /// <summary>As a customer that no other test has.</summary>
    public static async Task<HttpShopper> SignInAsync(WebShop shop) =>
        await SignInAsync(shop, await shop.NewCustomerAsync());

    public static async Task<HttpShopper> SignInAsync(WebShop shop, (int Number, string Password) account)
    {
        var (visitor, email) = (new HttpVisitor(shop.Address), CreateDemoCustomers.EmailOf(account.Number));
        await visitor.SignInAsync(email, account.Password);
        return new HttpShopper(shop, visitor) { Email = email, Password = account.Password };
    }

    /// <summary>Makes demo customers in a shop of one's own; answers the password that they share, which is new for
    /// those that were there, too.</summary>
    public static async Task<string> MakeCustomersAsync(WebShop shop, int count)
    {
        var made = await shop.RunVerbAsync("demo-customers", "--count", count.ToString(CultureInfo.InvariantCulture));
        Assert.True(made.ExitCode == 0, made.Output + made.Errors);
        return made.Output.Split([' ', '\n', '\r']).Last(word => word.StartsWith("demo-", StringComparison.Ordinal));
    }

    public async Task PutInCartAsync(Goods goods)
    {
        var product = await visitor.GetAsync(goods.Path);
        await visitor.SubmitAsync(product, "form.buy", new() { ["Form.Quantity"] = "1", ["Form.Then"] = "stay" });
    }

    public async Task OpenCheckoutAsync()
    {
        _checkout = await visitor.GetAsync("/checkout");
        Assert.True(_checkout.Document.QuerySelector("input[name='Form.Key']") is not null, Told(_checkout));
    }

    /// <summary>Presses the button of the checkout that is open, again when the shop says that it is busy; answers the
    /// order's number.</summary>
    public async Task<string> PlaceAsync()
    {
        HttpPage answer;
        var tries = 0;
        do answer = await visitor.SubmitAsync(_checkout!, "form:has(input[name='Form.Key'])", Address);
        while (answer.Status == HttpStatusCode.ServiceUnavailable && ++tries < TriesMax);
        Assert.True(answer.Path.StartsWith("/orders/", StringComparison.Ordinal), Told(answer));
        return answer.Path.Split('/')[2];
    }

    public async Task<string> CheckOutAsync()
    {
        await OpenCheckoutAsync();
        return await PlaceAsync();
    }

    public void Dispose() => visitor.Dispose();

    // A fault of the server is explained by what it logged.
    private string Told(HttpPage page) => $"{page.Status} {page.Address}: {page.Text}\n{shop.LastOutput}";
}
