using System.Net;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>The running shop is killed in the middle of a hundred checkouts and started again: what was promised is
/// there, what was not costs nobody stock or a coupon, and the books balance.</summary>
public sealed class KillTests
{
    private const int Shoppers = 100;
    private const int KillAfter = 25;
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(90);

    [Theory, EachStore]
    public async Task Killed_in_the_middle_of_a_hundred_checkouts_the_shop_settles_by_itself(Store store)
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Store = store;
            options.Settings["Orders:PayLimit"] = "00:00:10";
            options.Settings["Settling:Period"] = "00:00:01";
            options.Settings["Settling:CheckoutGrace"] = "00:00:05";
            options.Settings["Books:Grace"] = "00:00:05";
        });
        var goods = await shop.GoodsAsync(stock: 2 * Shoppers);
        using var crowd = await Crowd.AtCheckoutAsync(shop, goods, Shoppers);

        // The second half presses at the moment of the kill, so that it is in the middle however fast the shop is.
        var enough = crowd.PlacedAsync(KillAfter);
        var killing = KillSoonAsync(shop, enough);
        var answers = await Race.RunAsync(Shoppers, async index =>
        {
            if (index >= Shoppers / 2) await enough;
            return await crowd.PlaceAsync(index);
        });
        await killing;
        Assert.Contains(answers, answer => answer is null); // it was in the middle
        await shop.StartAgainAsync();

        // Who got an answer before the kill has the order; who got none presses again and gets one order, not two.
        foreach (var (index, answer) in answers.Index().Where(pair => pair.Item is not null))
            Assert.Equal(HttpStatusCode.OK, (await crowd.LookAtAsync(index, answer!)).Status);
        var again = await Race.RunAsync(Shoppers, crowd.PlaceAsync);
        Assert.All(again, Assert.NotNull);
        foreach (var (first, second) in answers.Zip(again).Where(pair => pair.First is not null))
            Assert.Equal(first, second);

        await Until.TrueAsync(async () => await IsSettledAsync(shop), SettledWithin);
        var audit = await shop.RunVerbAsync("audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
    }

    private static async Task KillSoonAsync(WebShop shop, Task enough)
    {
        await enough;
        await shop.KillAsync();
    }

    private static async Task<bool> IsSettledAsync(WebShop shop)
    {
        var open = await shop.RowsAsync("""
            select 1 from stock_tasks where state = 'Lock'
            union all select 1 from coupon_tasks where state = 'Lock'
            union all select 1 from orders where state = 'AwaitingPayment'
            """);
        return open.Count == 0;
    }
}
