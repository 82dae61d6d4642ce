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
        var coupon = await CouponCentre.OpenCouponAsync(shop, left: Shoppers);
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
            var isTold = await IsToldAsync(shoppers[i], pages[i], coupon);
            if (Interlocked.Increment(ref answered) == 5) killing.TrySetResult();
            return isTold;
        });
        await killing.Task;
        await shop.KillAsync();
        var told = await pressing;
        var kept = await CouponCentre.HoldersAsync(shop, coupon);
        await shop.StartAgainAsync();

        Assert.Contains(told, isTold => !isTold); // it was in the middle
        Assert.InRange(kept, told.Count(isTold => isTold), Shoppers); // who was told yes has it
        // The same press again: the same key finds the same claim, and nobody gets two.
        Assert.All(await Race.RunAsync(Shoppers, i => IsToldAsync(shoppers[i], pages[i], coupon)), Assert.True);
        Assert.Equal(Shoppers, await CouponCentre.HoldersAsync(shop, coupon));
        await shop.AuditAsync();
        shoppers.ForEach(shopper => shopper.Dispose());
    }

    /// <summary>True: the shop answered that it is theirs. False: no answer came.</summary>
    private static async Task<bool> IsToldAsync(HttpShopper shopper, HttpPage page, string coupon) =>
        await CouponCentre.PressAsync(shopper, page, coupon) is { Path: "/coupons" };
}
