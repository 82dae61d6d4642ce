using System.Globalization;
using EShop.Tests.Support;

namespace EShop.Tests.Faults;

/// <summary>The running shop is killed with a line of people before one coupon, in the middle of its turns.</summary>
public sealed class ClaimKillTests
{
    private const int Shoppers = 40;

    [Theory, EachStore]
    public async Task L1_to_L6_F8_Killed_with_a_full_line_the_shop_gives_each_one_in_the_end(Store store)
    {
        await using var shop = await WebShop.StartAsync(options =>
        {
            options.Store = store;
            options.Settings["Locks:Lease"] = "00:00:02";
            options.Settings["Locks:TurnMax"] = "2"; // many turns, so that the kill is between two of them
        });
        var coupon = await CouponAsync(shop);
        var password = await HttpShopper.MakeCustomersAsync(shop, Shoppers);
        var (shoppers, pages) = (new List<HttpShopper>(), new List<HttpPage>());
        foreach (var number in Enumerable.Range(1, Shoppers))
        {
            shoppers.Add(await HttpShopper.SignInAsync(shop, (number, password)));
            pages.Add(await shoppers[^1].Visitor.GetAsync("/coupons"));
        }

        var (answered, killing) = (0, new TaskCompletionSource());
        var pressing = Race.RunAsync(Shoppers, async i =>
        {
            var isTold = await PressAsync(shoppers[i], pages[i], coupon);
            if (Interlocked.Increment(ref answered) == 5) killing.TrySetResult();
            return isTold;
        });
        await killing.Task;
        await shop.KillAsync();
        var told = await pressing;
        var kept = await HoldersAsync(shop, coupon);
        await shop.StartAgainAsync();

        Assert.Contains(told, isTold => !isTold); // it was in the middle
        Assert.InRange(kept, told.Count(isTold => isTold), Shoppers); // who was told yes has it
        // The same press again: the same key finds the same claim, and nobody gets two.
        Assert.All(await Race.RunAsync(Shoppers, i => PressAsync(shoppers[i], pages[i], coupon)), Assert.True);
        Assert.Equal(Shoppers, await HoldersAsync(shop, coupon));
        var audit = await shop.RunVerbAsync("audit");
        Assert.True(audit.ExitCode == 0, audit.Output + audit.Errors);
        shoppers.ForEach(shopper => shopper.Dispose());
    }

    /// <summary>True: the shop answered that it is theirs. False: no answer came.</summary>
    private static async Task<bool> PressAsync(HttpShopper shopper, HttpPage page, string coupon)
    {
        try
        {
            var answer = await shopper.Visitor.SubmitAsync(page, "#claim", new() { ["Form.CouponId"] = coupon });
            return answer.Path == "/coupons";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> CouponAsync(WebShop shop)
    {
        var rows = await shop.RowsAsync($"""
            select id from coupons where audience = 'Public' and state = 'Published' and total - claimed > {Shoppers}
            and opens_at < {TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()} order by id
            """);
        Assert.NotEmpty(rows);
        return rows[0][0];
    }

    private static async Task<int> HoldersAsync(WebShop shop, string coupon) => int.Parse(
        (await shop.RowsAsync(
            $"select count(*) from coupon_claims where coupon_id = {coupon} and account_id in "
            + "(select id from accounts where email like 'customer%')"))[0][0],
        CultureInfo.InvariantCulture);
}
