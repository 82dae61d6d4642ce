using System.Diagnostics;
using System.Net;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>A running shop loses its PostgreSQL for a while.</summary>
public sealed class PostgresAwayTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task F22_Without_PostgreSQL_pages_say_so_in_plain_words_and_the_shop_recovers_by_itself()
    {
        FaultyWire? wire = null;
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Store = Store.Postgres;
            options.PostgresThrough = connection =>
            {
                (wire, var through) = FaultyWire.BeforePostgres(connection);
                return through;
            };
        });
        await using var cut = wire!;
        var goods = await shop.GoodsAsync();
        using var shopper = await HttpShopper.SignInAsync(shop, (1, await HttpShopper.MakeCustomersAsync(shop, 1)));
        shopper.Visitor.AskForPages();
        await shopper.PutInCartAsync(goods);
        var checkout = await shopper.Visitor.GetAsync("/checkout");
        using var http = new HttpClient { BaseAddress = shop.Address };
        wire!.TakeDown();

        // A guest may be shown what is remembered; who is signed in is asked to come back.
        using (var guest = new HttpVisitor(shop.Address))
        {
            guest.AskForPages();
            foreach (var path in new[] { "/", "/search?q=shoe", goods.Path, "/coupons" })
                AssertPlain(await guest.GetAsync(path));
        }

        AssertPlain(await shopper.Visitor.GetAsync("/cart"));
        var watch = Stopwatch.StartNew();
        var pressed = await shopper.Visitor.SubmitAsync(checkout, "form:has(input[name='Form.Key'])", []);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, pressed.Status);
        Assert.Contains("again", pressed.Text, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // 3 s, on a machine that has time
        using (var health = await http.GetAsync("/health/ready", Ct))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);

        wire.BringUp();
        await Until.TrueAsync(async () =>
        {
            using var health = await http.GetAsync("/health/ready", Ct);
            return health.StatusCode == HttpStatusCode.OK;
        });
        Assert.Equal(HttpStatusCode.OK, (await shopper.Visitor.GetAsync("/cart")).Status);
        Assert.Equal("Lock", (await shop.TasksAsync(await shopper.CheckOutAsync())).Stock);
        await shop.AuditAsync();
    }

    private static void AssertPlain(HttpPage page)
    {
        Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable,
            $"{page.Address}: {page.Status}\n{page.Text}");
        Assert.DoesNotContain("Npgsql", page.Source, StringComparison.OrdinalIgnoreCase);
        if (page.Status == HttpStatusCode.ServiceUnavailable)
            Assert.Contains("again", page.Text, StringComparison.OrdinalIgnoreCase);
    }
}
