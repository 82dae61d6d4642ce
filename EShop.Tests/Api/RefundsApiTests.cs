using System.Net;
using EShop.Core.Orders;
using EShop.Core.Payments.Refunds;
using EShop.Core.Primitives;
using EShop.Tests.Staff;
using EShop.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace EShop.Tests.Api;

/// <summary>Money asked back by program.</summary>
public sealed class RefundsApiTests
{
    private static readonly object Squeaks = new { reason = " It squeaks. " };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachStore]
    public async Task Abuse_51_a_refund_that_is_asked_for_again_is_asked_for_once(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var order = await site.Shop.PaidOrderAsync(await site.Shop.SkuAsync(stock: 5));
        using var client = await site.SignInAsync(order.AccountId);
        var before = await client.GetAsync($"orders/{order.Number}/refunds");
        Assert.Equal(("True", ""), (before.Text("mayAsk"), before.Text("request")));

        var answers = await Race.RunAsync(8, _ => AskAsync(client, order.Number, Squeaks));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString()));
        var asked = Assert.Single(answers.Select(answer => answer.Body.ToString()).Distinct());
        Assert.Equal(asked, (await AskAsync(client, order.Number, Squeaks)).Body.ToString());
        var request = answers[0].Body.GetProperty("request");
        Assert.Equal(("open", "It squeaks."),
            (request.GetProperty("state").GetString(), request.GetProperty("reason").GetString()));
        Assert.Equal(1, await RequestsAsync(site));
        // Another key and the same reason, while it is open, is the same request, too.
        Assert.Equal(asked, (await AskAsync(client, order.Number, Squeaks, "second")).Body.ToString());
        var otherwise = await AskAsync(client, order.Number, new { reason = "It pinches." }, "third");
        Assert.Equal((409, "refund-asked-otherwise"), ((int)otherwise.Status, otherwise.Code));

        for (var i = 0; i < 2; i++)
        {
            var back = await TakeBackAsync(client, order.Number);
            Assert.Equal("takenBack", back.Body.GetProperty("request").GetProperty("state").GetString());
        }

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, order.Number, Squeaks, "fourth")).Status);
        Assert.Equal(2, await RequestsAsync(site));
    }

    /// <summary>Whatever became of the request meanwhile: the answer was lost, and a program sends it again.</summary>
    [Theory, EachStore]
    public async Task Abuse_51_a_refund_request_replayed_after_it_was_decided_is_no_new_one(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var admin = await site.Shop.AdminAsync();
        var order = await site.Shop.PaidOrderAsync(await site.Shop.SkuAsync(stock: 5));
        var other = await site.Shop.PaidOrderAsync(await site.Shop.SkuAsync(stock: 5));
        using var client = await site.SignInAsync(order.AccountId);
        using var stranger = await site.SignInAsync(other.AccountId);
        await AskAsync(client, order.Number, Squeaks);
        await TakeBackAsync(client, order.Number);
        await ReplaysAsync("takenBack", requests: 1, "first");

        await AskAsync(client, order.Number, Squeaks, "second");
        var id = await site.Shop.ReadAsync(db => db.Set<RefundRequest>().MaxAsync(r => r.Id, Ct));
        await site.Shop.Get<DeclineRefund>().ExecuteAsync(new(admin, order.Number, id, "All do."), Ct);
        await ReplaysAsync("declined", requests: 2, "first", "second");

        await AskAsync(client, order.Number, Squeaks, "third");
        await site.Shop.Get<CancelPaidOrder>().ExecuteAsync(new(admin, order.Number, "Sorry."), Ct);
        await site.Shop.SettleMessagesAsync();
        await ReplaysAsync("accepted", requests: 3, "first", "second", "third");

        // The key of another is no key of mine.
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(stranger, other.Number, Squeaks)).Status);
        Assert.Equal(4, await RequestsAsync(site));
        await site.Shop.AuditAsync();

        async Task ReplaysAsync(string state, int requests, params string[] keys)
        {
            foreach (var key in keys)
            {
                var answers = await Race.RunAsync(4, _ => AskAsync(client, order.Number, Squeaks, key));
                Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, state),
                    (answer.Status, answer.Body.GetProperty("request").GetProperty("state").GetString())));
                var otherwise = await AskAsync(client, order.Number, new { reason = "It pinches." }, key);
                Assert.Equal((422, "key-used-otherwise"), ((int)otherwise.Status, otherwise.Code));
            }

            Assert.Equal(requests, await RequestsAsync(site));
        }
    }

    [Theory, EachStore]
    public async Task What_the_shop_decides_and_what_goes_back_is_seen(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var admin = await site.Shop.AdminAsync();
        var order = await site.Shop.PaidOrderAsync(await site.Shop.SkuAsync(stock: 5));
        using var client = await site.SignInAsync(order.AccountId);
        var asked = await AskAsync(client, order.Number, Squeaks);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        await site.Shop.Get<CancelPaidOrder>().ExecuteAsync(new(admin, order.Number, "Sorry."), Ct);
        await site.Shop.SettleMessagesAsync();

        var seen = await client.GetAsync($"orders/{order.Number}/refunds");

        Assert.Equal(("accepted", "Sorry."), (
            seen.Body.GetProperty("request").GetProperty("state").GetString(),
            seen.Body.GetProperty("request").GetProperty("answer").GetString()));
        Assert.Equal((10_000, 0, 1), (Minor(seen, "back"), Minor(seen, "onItsWay"),
            seen.Body.GetProperty("refunds").GetArrayLength()));
        Assert.Equal("False", seen.Text("mayAsk"));
        var late = await TakeBackAsync(client, order.Number);
        Assert.Equal((409, "refund-not-open"), ((int)late.Status, late.Code));
        var again = await AskAsync(client, order.Number, Squeaks, "another");
        Assert.Equal((409, "nothing-to-refund"), ((int)again.Status, again.Code));
        await site.Shop.AuditAsync();
    }

    [Theory, EachStore]
    public async Task Each_refusal_has_its_name_and_leaves_nothing_behind(Store store)
    {
        await using var site = await ShopSite.StartAsync(store);
        var order = await site.Shop.PaidOrderAsync(await site.Shop.SkuAsync(stock: 5));
        using var client = await site.SignInAsync(order.AccountId);
        foreach (var wrong in new object[] { new { }, new { reason = "  " }, new { reason = new string('x', 301) } })
        {
            var answer = await AskAsync(client, order.Number, wrong);
            Assert.Equal((422, "invalid"), ((int)answer.Status, answer.Code));
        }

        foreach (var (key, code) in new[] { (null, "key-missing"), ("no key!", "key-malformed") })
        {
            var answer = await AskAsync(client, order.Number, Squeaks, key);
            Assert.Equal((400, code), ((int)answer.Status, answer.Code));
        }

        var never = await TakeBackAsync(client, order.Number);
        Assert.Equal((409, "refund-not-open"), ((int)never.Status, never.Code));
        await site.Shop.WriteAsync(db => OrderLedger.ShipAsync(
            db, site.Shop.Now, (order.Number, "SF 1", order.AccountId), Ct));
        // Long ago: to move the clock of a whole site so far would ring each of its timers a million times.
        var longAgo = site.Shop.Now - new OrderOptions().RefundWithin - TimeSpan.FromMinutes(1);
        await site.Shop.WriteAsync(db => OrderLedger.CompleteAsync(db, longAgo, order.Number, Ct));
        var late = await AskAsync(client, order.Number, Squeaks);
        Assert.Equal((409, "too-late-to-refund"), ((int)late.Status, late.Code));

        using var stranger = await site.SignInAsync((await site.Shop.AccountsAsync(1))[0]);
        foreach (var number in new[] { order.Number.Text, "nonsense", "260701-0000000000000" }) // abuse 56, 57
        {
            var path = $"orders/{number}/refund-request";
            Assert.Equal(404, (int)(await stranger.GetAsync($"orders/{number}/refunds")).Status);
            Assert.Equal(404, (int)(await stranger.SendAsync(HttpMethod.Put, path, Squeaks, "x")).Status);
            Assert.Equal(404, (int)(await stranger.SendAsync(HttpMethod.Delete, path)).Status);
        }

        Assert.Equal(0, await RequestsAsync(site));
    }

    private static Task<ApiAnswer> AskAsync(
        ApiClient client, OrderNumber number, object body, string? key = "first") =>
        client.SendAsync(HttpMethod.Put, $"orders/{number}/refund-request", body, key);

    private static Task<ApiAnswer> TakeBackAsync(ApiClient client, OrderNumber number) =>
        client.SendAsync(HttpMethod.Delete, $"orders/{number}/refund-request");

    private static int Minor(ApiAnswer answer, string member) =>
        answer.Body.GetProperty(member).GetProperty("minor").GetInt32();

    private static Task<int> RequestsAsync(ShopSite site) =>
        site.Shop.ReadAsync(db => db.Set<RefundRequest>().CountAsync(Ct));
}
